"""What a person is told about filling a field in where only a workbook's tip can say it."""

from __future__ import annotations

from jingyue_desktop.paper.kinds import LONG, SHORT, Field

PERSON = 60
GIVEN = "由程序填写，不必填。"


def hint_of(field: Field) -> str:
    """Return one short Chinese text: whether it must be filled, with what, how long."""
    if field.given or field.kind == "computed":
        return GIVEN
    if field.kind == "sign":
        return "签名、盖章处，不必填。"
    must = "必填。" if field.required else "可不填。"
    own = f"{field.hint}。" if field.hint else ""
    return must + own + _form_of(field)


def _form_of(field: Field) -> str:
    limit = field.max or {"text": SHORT, "long_text": LONG, "person": PERSON}.get(field.kind)
    match field.kind:
        case "text" | "person":
            return f"写一行，最多 {limit} 个字。"
        case "long_text":
            return f"可写多行（按 Alt+Enter 换行），最多 {limit} 个字。"
        case "date":
            return "日期，如 2026-3-2。"
        case "choice":
            return "点单元格右边的箭头选一项。"
        case "yes_no":
            return "填“是”或“否”。"
        case "ticks":
            return "把所选各项前的 ☐ 改成 ☑，或只写所选各项，用“、”隔开。"
        case "money":
            return f"金额（元），最多两位小数{_range(field)}。"
        case "number":
            places = f"最多 {field.decimals} 位小数" if field.decimals else "整数"
            return f"{places}{_range(field)}。"
    return ""


def _range(field: Field) -> str:
    low = f"，不小于 {field.min}" if field.min is not None else ""
    high = f"，不大于 {field.max}" if field.max is not None else ""
    return low + high


__all__ = ["GIVEN", "hint_of"]

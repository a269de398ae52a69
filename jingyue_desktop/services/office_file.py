"""Loads ``resources/office`` strictly: dataclass fields are the schema, references must be met."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from jingyue_desktop.domain.errors import DataFault
from jingyue_desktop.domain.office import (
    Basis,
    Bureau,
    Cause,
    Criterion,
    DossierForm,
    Flow,
    Limit,
    Matter,
    Office,
    Parameter,
    PledgeVariant,
    Post,
    Regulation,
    RiskPoint,
    Section,
    Step,
    Supervision,
    Turn,
    WarningWay,
)
from jingyue_desktop.paper.strict import build, only, parse_toml, read_text, read_toml
from jingyue_desktop.services.office_checks import check_office

T = TypeVar("T")
LISTS: dict[str, tuple[str, type[Any]]] = {
    "section": ("sections", Section),
    "basis": ("bases", Basis),
    "cause": ("causes", Cause),
    "warning_way": ("warning_ways", WarningWay),
    "criterion": ("criteria", Criterion),
    "dossier_form": ("dossier_forms", DossierForm),
    "supervision": ("supervision", Supervision),
    "parameter": ("parameters", Parameter),
}
FENCE = "+++"


def read_office(folder: Path) -> Office:
    """Return the whole office as ``folder`` describes it; DataFault names file and place.

    Refused: unknown or missing keys, wrong types, a code given twice, a reference to what is not
    there, ticks that do not give the stated grade, step limits over the promise,
    a period of law that cannot be counted.
    """
    found: dict[str, tuple[Any, ...]] = {}
    found.update(_general(folder / "office.toml"))
    bureau = found.pop("bureau")[0]
    found["posts"] = _list(folder / "posts.toml", "post", Post)
    found["matters"] = _list(folder / "matters.toml", "matter", Matter)
    found["pledge_variants"] = _list(folder / "pledges.toml", "pledge_variant", PledgeVariant)
    found["risk_points"] = _list(folder / "risk_points.toml", "risk_point", RiskPoint)
    found["limits"] = _list(folder / "limits.toml", "limit", Limit)
    found["flows"] = tuple(_flow(path) for path in _files(folder / "flows", "*.toml"))
    found["regulations"] = tuple(
        _regulation(path) for path in _files(folder / "regulations", "*.md")
    )
    office = Office(bureau=bureau, **found)
    check_office(office)
    return office


def _files(folder: Path, pattern: str) -> list[Path]:
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise DataFault(folder.name, "整个文件夹", "没有数据文件")
    return paths


def _general(path: Path) -> dict[str, tuple[Any, ...]]:
    keys = {"bureau": True, **dict.fromkeys(LISTS, True)}
    table = only(path.name, "开头", read_toml(path), keys)
    found: dict[str, tuple[Any, ...]] = {
        "bureau": (build(Bureau, table["bureau"], path.name, "bureau"),)
    }
    for key, (plural, cls) in LISTS.items():
        found[plural] = _items(path.name, key, table[key], cls)
    return found


def _list(path: Path, key: str, cls: type[T]) -> tuple[T, ...]:
    table = only(path.name, "开头", read_toml(path), {key: True})
    return _items(path.name, key, table[key], cls)


def _items(file: str, key: str, tables: Any, cls: type[T]) -> tuple[T, ...]:
    if not isinstance(tables, list):
        raise DataFault(file, key, f"应写成 [[{key}]]")
    return tuple(
        build(cls, table, file, _place(key, n, table)) for n, table in enumerate(tables, 1)
    )


def _place(key: str, n: int, table: Any) -> str:
    code = table.get("code") if isinstance(table, Mapping) else None
    return f"{key}[{n}]" + (f"（{code}）" if code else "")


def _flow(path: Path) -> Flow:
    table = dict(read_toml(path))
    steps = _items(path.name, "step", table.pop("step", None), Step)
    turns = _items(path.name, "turn", table.pop("turn", []), Turn)
    flow = build(Flow, table, path.name, "开头", steps=steps, turns=turns)
    if flow.code != path.stem:
        raise DataFault(path.name, "code", "与文件名不一致")
    return flow


def _regulation(path: Path) -> Regulation:
    """A regulation is Markdown with its card before it, between two lines of ``+++``."""
    parts = read_text(path).split(f"{FENCE}\n", 2)
    if len(parts) != 3 or parts[0]:
        raise DataFault(path.name, "第 1 行", f"应以 {FENCE} 包住的说明开头")
    card = parse_toml(path, parts[1])
    return build(Regulation, card, path.name, "说明", text=parts[2].strip())

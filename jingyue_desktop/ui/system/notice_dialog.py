"""公布、更正放假安排: a yearly notice typed as it is written, proposed here, confirmed by another."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from jingyue_desktop.paper.field import Field
from jingyue_desktop.paper.validate import Values
from jingyue_desktop.services import calendar_notice, office_view
from jingyue_desktop.services.acts import Session, new_op_id
from jingyue_desktop.services.calendar_notice import TITLES, Notice
from jingyue_desktop.ui.kit.fields_dialog import FieldsDialog
from jingyue_desktop.ui.second import settle

WIDTHS = {"name": 16, "off": 30, "statutory": 26, "work": 26}
FIELDS = (
    Field("notice", "公布文件", "long_text", hint="名称和文号，照通知填写"),
    Field(
        "rows",
        "节假日",
        "table",
        columns=tuple(
            Field(key, title, "text", required=key != "work", width=WIDTHS[key])
            for key, title in TITLES.items()
        ),
    ),
    Field("note", "说明", "text", required=False, hint="留在修改历史中"),
)
INTRO = (
    "照国务院办公厅通知逐行填写，日期写成 2月15日至23日、2月28日 这样，没写年份的为当年。"
    "由科长提出，系统管理员对照通知确认后生效；生效后跨入这一年的期限都按新的安排推算。"
)


class NoticeEdit:
    """One intended notice of a year, from opening the dialog to its acceptance."""

    def __init__(self, session: Session, year: int) -> None:
        self._session, self._year = session.once(new_op_id()), year
        self.start: Notice = calendar_notice.sheet(session, year)

    def start_from_now(self) -> None:
        """Start from the year as it stands now."""
        self.start = calendar_notice.sheet(self._session, self._year)

    def save(self, values: Values) -> int:
        """File the notice; returns the proposal's number."""
        rows = [{key: row[key] or "" for key in TITLES} for row in values["rows"]]
        return calendar_notice.publish(
            self._session,
            self._year,
            self.start.version,
            values["notice"],
            rows,
            values["note"] or "",
        )


def empty(session: Session) -> list[dict[str, str]]:
    """Return the holidays of the last published year, their days to be filled in."""
    published = [row for row in office_view.years(session) if row.published]
    rows = calendar_notice.rows_of(published[0]) if published else []
    return [{"name": row["name"]} for row in rows]


def enter_notice(parent: QWidget | None, session: Session, year: int) -> bool:
    """Ask for a year's notice, file it, offer its confirmation at once; True when one was filed."""
    edit = NoticeEdit(session, year)
    start = edit.start
    notice = start.notice if start.published else start.notice.replace("（未公布）", "")
    number = FieldsDialog.ask(
        parent,
        f"{'更正' if start.published else '公布'} {year} 年放假安排",
        FIELDS,
        {"notice": notice or None, "rows": start.rows or empty(session), "note": None},
        edit.save,
        ok="提出",
        columns=2,
        intro=INTRO,
        settled=edit.start_from_now,
    )
    if number is None:
        return False
    settle(parent, session, number, f"{year} 年放假安排")
    return True

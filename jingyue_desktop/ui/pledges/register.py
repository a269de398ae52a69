"""The register on screen: its columns, its filters, and the pages it is read in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from jingyue_desktop.services import pledge_register
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.pledge_register import PledgeRow, Wanted
from jingyue_desktop.services.pledges import STATES, VOID
from jingyue_desktop.ui.kit.columns import Column
from jingyue_desktop.ui.kit.filters import FilterRow
from jingyue_desktop.ui.kit.remember import Remember
from jingyue_desktop.ui.kit.rows import PagedRows, Slice
from jingyue_desktop.ui.kit.table import TableView
from jingyue_desktop.ui.pledges.words import LATE, state_of, state_text

NAME = "pledges"


def _scan_text(row: PledgeRow) -> str | None:
    return "有" if row.scan else None


C = Column[PledgeRow]
Sort = tuple[str, bool]
# A column is sorted by the order of its key in ``pledge_register.ORDERS``, or not at all.
COLUMNS = (
    C("number", "编号", lambda r: r.number, width=166),
    C("variant", "承诺岗位", lambda r: r.variant_name, width=150),
    C("applicant", "建设单位", lambda r: r.applicant, width=142),
    C("project", "项目名称", lambda r: r.project, width=124, stretch=True),
    C("accepted", "受理日期", lambda r: r.accepted, width=104),
    C("days", "工作日", lambda r: r.days, width=66, align="right", sortable=False),
    C("due", "应办结", lambda r: r.due, width=104),
    C("state", "状态", state_text, width=112, state=state_of, look="mark"),
    C("issued", "开具日期", lambda r: r.issued, width=104, hidden=True),
    C("issuer", "开具人", lambda r: r.issuer, width=90, hidden=True, sortable=False),
    C("signed", "签名日期", lambda r: r.signed, width=104, hidden=True, sortable=False),
    C("filed", "归档日期", lambda r: r.filed, width=104, hidden=True, sortable=False),
    C("scan", "扫描件", _scan_text, width=90, hidden=True, sortable=False),
    C("void", "作废理由", lambda r: r.void_reason, width=180, hidden=True, sortable=False),
)


class Register:
    """What the table shows of the register; ``wanted`` is changed by filters and search box.

    ``total`` is how many pledges there are in all, as of the last time everything was read anew.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.wanted = Wanted()
        self.total = pledge_register.count(session, Wanted())
        self._sort: Sort = ("", False)
        self._found: tuple[Wanted, Sort, Sequence[int]] = (Wanted(), self._sort, ())
        self.rows = PagedRows(
            COLUMNS,
            self._fetch,
            self._count,
            identity=lambda row: row.id,
            struck=lambda row: row.state == VOID,
        )

    def show(self, wanted: Wanted, *, anew: bool = False) -> None:
        """Read what is wanted now; ``anew`` after something changed in the register."""
        if anew:
            self.total = pledge_register.count(self._session, Wanted())
        self.wanted = wanted
        self.rows.reload()

    def _count(self) -> int:
        if self.wanted == Wanted():
            return self.total
        if self._by_index(self._sort):
            return pledge_register.count(self._session, self.wanted)
        self._found = (Wanted(), self._sort, ())
        return len(self._ids(self._sort))

    def _fetch(self, part: Slice) -> Sequence[PledgeRow]:
        session, begin, end = self._session, part.offset, part.offset + part.limit
        self._sort = (part.sort, part.descending)
        if self._by_index(self._sort):
            return pledge_register.page(session, self.wanted, begin, part.limit, *self._sort)
        return pledge_register.some(session, self._ids(self._sort)[begin:end])

    def _by_index(self, sort: Sort) -> bool:
        """Return whether an index gives each page: the whole register, or filters and no sorting."""
        return not self.wanted.text and (self.wanted == Wanted() or not sort[0])

    def _ids(self, sort: Sort) -> Sequence[int]:
        """Return what search and filters leave, found in one pass for the count and every page."""
        wanted, known, ids = self._found
        if (wanted, known) != (self.wanted, sort):
            ids = pledge_register.find(self._session, self.wanted, *sort)
            self._found = (self.wanted, sort, ids)
        return ids


class RegisterTable(TableView):
    """The register, dense unless the user wants it otherwise."""

    def __init__(self, rows: PagedRows, remember: Remember, parent: QWidget | None = None) -> None:
        super().__init__(rows, name=NAME, remember=remember, density="dense", parent=parent)


class PledgeFilters(FilterRow):
    """承诺岗位, 状态 (with 扫描件逾期) and 年度; remembered."""

    def __init__(self, remember: Remember, session: Session) -> None:
        super().__init__(remember, NAME)
        self._session = session
        self.add("variant", "承诺岗位", self._variants())
        self.add("state", "状态", [(state, state) for state in (*STATES[:1], LATE, *STATES[1:])])
        self.add("year", "年度", self._years())

    def refill(self) -> None:
        """Offer what the catalogue and the register hold now, keeping what was chosen."""
        self.set_choices("variant", self._variants())
        self.set_choices("year", self._years())

    def wanted(self, text: str) -> Wanted:
        """Return what to look for, with the words of the search box."""
        chosen = self.values()
        found = Wanted(text, chosen["variant"] or "", "", chosen["year"] or 0)
        if chosen["state"] == LATE:
            return replace(found, overdue_scans=True)
        return replace(found, state=chosen["state"] or "")

    def _variants(self) -> list[tuple[str, str]]:
        variants = self._session.workspace.office().pledge_variants
        return [(item.code, item.name) for item in sorted(variants, key=lambda item: item.order)]

    def _years(self) -> list[tuple[int, str]]:
        return [(year, f"{year} 年") for year in pledge_register.years(self._session)]

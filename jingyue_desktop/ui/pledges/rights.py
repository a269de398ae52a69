"""What a person may do with pledges, and why an act is not possible on the chosen ones just now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jingyue_desktop.domain.errors import NotAllowed
from jingyue_desktop.domain.office import PledgeVariant
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services.actors import Actor
from jingyue_desktop.services.acts import Act, Session, authorise
from jingyue_desktop.services.everything import registry
from jingyue_desktop.services.pledge_register import PledgeRow
from jingyue_desktop.services.pledges import FILED, SIGNED, VOID, WAITING

# As many pledges go onto one paper, or away into the cabinet, at a time.
MOST = 100
ACTS = ("issue", "issue_set", "issue_batch", "sign", "file", "void")
CHOOSE = "请先在列表中选择承诺书。"
ONE = "请只选择一份。"
TOO_MANY = f"一次最多 {MOST} 份，请少选一些。"


@dataclass(frozen=True)
class Rights:
    """The acts of ``pledges.`` and the papers this person may call, the sections he works for."""

    acts: frozenset[str]
    papers: frozenset[str]
    sections: frozenset[str]
    leads: bool
    custodian: bool
    names: dict[str, str]

    def against_sign(self, rows: Sequence[PledgeRow]) -> str:
        """Return why no scan can be registered for the chosen pledges, empty where one can."""
        if len(rows) != 1:
            return ONE if rows else CHOOSE
        if rows[0].state != WAITING:
            return f"{rows[0].state}的承诺书不能再登记签名扫描件。"
        return "" if self.custodian else self._against_section(rows[0])

    def against_file(self, rows: Sequence[PledgeRow]) -> str:
        """Return why none of the chosen pledges can be filed."""
        if not rows:
            return CHOOSE
        if any(row.state == SIGNED for row in rows):
            return ""
        if len(rows) > 1:
            return "所选承诺书中没有“已签”的。"
        return {
            WAITING: "登记签名扫描件后才能归档。",
            FILED: "已归档的不能再归档。",
            VOID: "已作废的不用归档。",
        }[rows[0].state]

    def against_void(self, rows: Sequence[PledgeRow]) -> str:
        """Return why the chosen pledge cannot be voided."""
        if len(rows) != 1:
            return ONE if rows else CHOOSE
        if rows[0].state == VOID:
            return "已经作废。"
        return self._against_section(rows[0])

    def _against_section(self, row: PledgeRow) -> str:
        if self.leads or row.section in self.sections:
            return ""
        return f"这份承诺书由{self.names.get(row.section, '其他科室')}办理。"


def read_rights(session: Session) -> Rights:
    """Return the rights of whoever is logged in, as they stand now."""
    declared = registry()
    # Who somebody is, is looked up once for all his rights.
    actor, office = session.actor(), session.workspace.office()
    papers = [name for name in declared if name.startswith("papers.pledge")]
    return Rights(
        frozenset(name for name in ACTS if _may(actor, declared[f"pledges.{name}"])),
        frozenset(name.removeprefix("papers.") for name in papers if _may(actor, declared[name])),
        actor.sections,
        actor.leads,
        Role.CUSTODIAN in actor.roles,
        {section.code: section.name for section in office.sections},
    )


def _may(actor: Actor, entry: Act) -> bool:
    try:
        authorise(actor, entry)
    except NotAllowed:
        return False
    return True


def own_variants(session: Session, rights: Rights) -> list[PledgeVariant]:
    """Return the variants this person may issue, in the order of the catalogue."""
    variants = sorted(session.workspace.office().pledge_variants, key=lambda item: item.order)
    return [item for item in variants if rights.leads or item.section in rights.sections]

"""What the office's measures rest on: bases, the nine requirements, the regulations themselves."""

from __future__ import annotations

from dataclasses import dataclass

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.office import Basis, Cause, Regulation, WarningWay
from jingyue_desktop.domain.roles import EVERYONE
from jingyue_desktop.services.acts import Session, view


@dataclass(frozen=True)
class Shelf:
    """Everything the 制度 tab reads, each in its order."""

    bases: tuple[Basis, ...]
    requirements: tuple[Cause, ...]
    ways: tuple[WarningWay, ...]
    regulations: tuple[Regulation, ...]


@view("regulations.read", "查看制度和依据", EVERYONE)
def shelf(session: Session) -> Shelf:
    """Return bases, requirements, warning ways and regulations as they stand."""
    office = session.workspace.office()
    return Shelf(office.bases, office.causes, office.warning_ways, office.regulations)


def regulation(session: Session, code: str) -> Regulation:
    """Return one regulation by code or name, or raise UserError naming those there are."""
    shelved = shelf(session).regulations
    found = [item for item in shelved if code in (item.code, item.name)]
    if not found:
        names = "、".join(f"{item.name}（{item.code}）" for item in shelved)
        raise UserError("没有这项制度。", f"现有：{names}。")
    return found[0]

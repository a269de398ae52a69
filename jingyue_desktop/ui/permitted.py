"""Why an act is not this person's to do, told before it is tried; the services decide anyway."""

from __future__ import annotations

from PySide6.QtGui import QAction

from jingyue_desktop.domain.roles import EVERYONE
from jingyue_desktop.services.acts import Session, may
from jingyue_desktop.services.everything import registry
from jingyue_desktop.ui.kit.acts import allow
from jingyue_desktop.ui.second import captions


def whose(name: str) -> str:
    """Return who does an act, and who confirms it, in one sentence."""
    entry = registry()[name]
    if entry.second:
        return f"“{entry.title}”由{captions(entry.roles)}提出，{captions(entry.second, '或')}确认。"
    if entry.roles == EVERYONE:
        return f"“{entry.title}”所有角色都可以。"
    if entry.kind == "view":
        return f"“{entry.title}”限{captions(entry.roles)}。"
    return f"“{entry.title}”由{captions(entry.roles)}办理。"


def permit(act: QAction, session: Session, name: str, otherwise: str = "") -> None:
    """Offer ``act`` to who may do it; else, or for the reason ``otherwise``, its tip says why not."""
    allow(act, "" if may(session, name) else whose(name))
    if otherwise and act.isEnabled():
        allow(act, otherwise)

"""What somebody typed and has not saved: kept per person, offered again, cleared on saving."""

from __future__ import annotations

from typing import Any

from jingyue_desktop.services.acts import Session
from jingyue_desktop.store.tables import Draft
from jingyue_desktop.store.unit import transaction


def keep(session: Session, key: str, body: dict[str, Any]) -> None:
    """Keep ``body`` (JSON) as the session's draft under ``key``; no log row, it is no act."""
    workspace = session.workspace
    with transaction(workspace.store, changes=False):
        Draft.delete().where((Draft.account == session.account) & (Draft.key == key)).execute()
        Draft.create(account=session.account, key=key, body=body, saved=workspace.now())


def kept(session: Session, key: str) -> dict[str, Any] | None:
    """Return the draft under ``key``, or None."""
    row = Draft.get_or_none((Draft.account == session.account) & (Draft.key == key))
    return None if row is None else dict(row.body)


def drop(session: Session, key: str) -> None:
    """Forget the draft under ``key``."""
    with transaction(session.workspace.store, changes=False):
        Draft.delete().where((Draft.account == session.account) & (Draft.key == key)).execute()

"""Papers that leave the office: built from facts, logged, and only then made into bytes."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.paper.grid import Grid, Listing, Paper
from jingyue_desktop.services import acts
from jingyue_desktop.services.acts import REGISTRY, Act, Session, Work, authorise, new_op_id
from jingyue_desktop.store import chainlog
from jingyue_desktop.store.anchor import Anchor

Builder = Callable[..., Paper]
Looker = Callable[..., None]


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper: its name in ``export``, title, formats, builder.

    ``build(session, **options)`` returns the Paper; ``look(work, **options)`` notes in the log row
    the records shown on it. ``options`` are the builder's keyword arguments (JSON values); one of
    several things is always chosen by ``id``. What only the window can fill is not ``exported``.
    """

    what: str
    title: str
    formats: tuple[str, ...]
    build: Builder
    look: Looker | None
    act: Act
    exported: bool

    def options(self, id: str) -> dict[str, Any]:
        """Return what ``export`` passes; raises UserError where an id is missing or senseless."""
        takes = inspect.signature(self.build).parameters.get("id")
        if id and takes is None:
            raise UserError(f"{self.title}只有一份，不需要编号。", "请去掉 --id。")
        if not id and takes is not None and takes.default is takes.empty:
            raise UserError(f"没有说明要哪一份{self.title}。", "请用 --id 写明编号或名称。")
        return {"id": id} if id else {}


KINDS: dict[str, PaperKind] = {}


def paper(
    what: str,
    title: str,
    roles: Iterable[Role],
    formats: tuple[str, ...] = ("pdf", "xlsx"),
    look: Looker | None = None,
    *,
    exported: bool = True,
) -> Callable[[Builder], Builder]:
    """Declare a kind of paper; the wrapped function is its builder ``(session, **options)``."""

    def wrap(build: Builder) -> Builder:
        name = f"papers.{what}"
        entry = Act(name, f"打印、导出{title}", frozenset(roles), "act", always=True)
        REGISTRY[name] = entry
        KINDS[what] = PaperKind(what, title, formats, build, look, entry, exported)
        return build

    return wrap


def kind_of(what: str) -> PaperKind:
    """Return a declared kind; KeyError for an unknown one is our bug."""
    from jingyue_desktop.services.everything import registry

    registry()
    return KINDS[what]


def exported_kind(what: str) -> PaperKind:
    """Return a kind ``export`` can make, or raise UserError naming those there are."""
    kind_of("posts")
    known = sorted(name for name, kind in KINDS.items() if kind.exported)
    if what not in known:
        raise UserError(f"没有“{what}”这种纸样。", f"可用：{'、'.join(known)}。")
    return KINDS[what]


def build(session: Session, what: str, form: str, **options: Any) -> Paper:
    """Return the paper as it stands now; raises NotAllowed, UserError for an unknown format."""
    kind = kind_of(what)
    if form not in kind.formats:
        raise UserError(f"{kind.title}不能导出为 {form}。", f"可用：{'、'.join(kind.formats)}。")
    try:
        authorise(session.actor(), kind.act)
    except UserError as refusal:
        acts.record_failure(session, kind.act.name, refusal)
        raise
    return kind.build(session, **options)


def log_output(session: Session, what: str, form: str, made: Paper, **options: Any) -> Anchor:
    """Write the row of one print or export and return its anchor, to stand on the paper itself."""
    kind = kind_of(what)
    op_id = new_op_id()

    def note(work: Work) -> None:
        work.about("paper", what)
        work.detail.update({"format": form, "options": _told(options)})
        digest = content_digest(made)
        if digest:
            work.detail["content"] = digest
        if kind.look is not None:
            kind.look(work, **options)

    acts.run(session.once(op_id), kind.act, note)
    row = chainlog.earlier(op_id)
    assert row is not None
    return Anchor(row.seq, row.hash)


def _told(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options as the log keeps them: which record, which view, but no typed words."""
    return {key: value for key, value in options.items() if key not in ("text", "values")}


def content_digest(made: Paper) -> str:
    """Return a digest of every text on the paper; empty for a register streamed row by row."""
    digest = hashlib.sha256()
    for name, sheet in made.sheets:
        if isinstance(sheet, Listing):
            return ""
        digest.update(name.encode())
        if isinstance(sheet, Grid):
            lines = [f"{cell.row},{cell.column}:{cell.text()}" for cell in sheet.cells]
        else:
            lines = [sheet.title, *sheet.texts()]
        digest.update("".join(f"{line}\n" for line in lines).encode())
    return digest.hexdigest()

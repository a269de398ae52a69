"""A regulation on paper: the text as it stands, its status under the title, set as a letter."""

from __future__ import annotations

from jingyue_desktop.domain.roles import EVERYONE
from jingyue_desktop.paper.definition import load_form
from jingyue_desktop.paper.grid import Paper
from jingyue_desktop.paper.layout import lay_out
from jingyue_desktop.services import papers, regulations
from jingyue_desktop.services.acts import Session


@papers.paper("regulation", "制度", EVERYONE, ("pdf",))
def regulation(session: Session, *, id: str) -> Paper:
    """Return the regulation of the code or name ``id``; raises UserError where there is none."""
    found = regulations.regulation(session, id)
    workspace = session.workspace
    values = {
        "office": workspace.office().bureau.name,
        "name": found.name,
        "status": found.status,
        "body": found.text,
    }
    grid = lay_out(load_form(workspace.forms, "regulation"), values)
    return Paper("regulation", found.name, ((found.name, grid),))

"""The flow charts and risk-control charts on paper: one flow, or all of them page by page."""

from __future__ import annotations

from jingyue_desktop.domain.roles import EVERYONE
from jingyue_desktop.paper.grid import Paper
from jingyue_desktop.services import papers
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.flow_charts import CONTROL, FLOW, TITLES, draw, flow_of

FORMATS = ("pdf", "svg", "png")


@papers.paper("flows", "业务流程图", EVERYONE, FORMATS)
def flow_charts(session: Session, *, id: str = "", poster: bool = False) -> Paper:
    """Return the flow chart of the flow ``id``, without it of all flows; ``poster``: on A3."""
    return _paper(session, "flows", FLOW, id, poster)


@papers.paper("control-charts", "风险防控图", EVERYONE, FORMATS)
def control_charts(session: Session, *, id: str = "", poster: bool = False) -> Paper:
    """Return the risk-control chart of the flow ``id``, without it of all flows."""
    return _paper(session, "control-charts", CONTROL, id, poster)


def _paper(session: Session, kind: str, what: str, id: str, poster: bool) -> Paper:
    office = session.workspace.office()
    chosen = [flow_of(office, id)] if id else list(office.flows)
    sheets = tuple((flow.name, draw(session, flow, what, poster=poster)) for flow in chosen)
    title = sheets[0][1].title if id else TITLES[what]
    return Paper(kind, title, sheets)

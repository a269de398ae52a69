"""The papers of the risk-control table: the table itself, the list of points, the four-sheet workbook."""

from __future__ import annotations

from typing import Any

from jingyue_desktop.domain.roles import EVERYONE
from jingyue_desktop.paper.definition import Form, load_form
from jingyue_desktop.paper.grid import Grid, Paper
from jingyue_desktop.paper.layout import lay_out, page_of
from jingyue_desktop.services import papers, risk_legend, risk_review, risks
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.risks import REMAINS, PointRow

TABLE, POINTS = "岗位职责廉政效能风险防控表", "风险点清单"
SHEETS = ("说明与图例", "岗位防控表", "风险点清单", "分级管理")
Row = dict[str, Any]


@papers.paper("risk-table", TABLE, EVERYONE, ("pdf", "xlsx"))
def risk_table(session: Session, *, a4: bool = False, whole: bool = False) -> Paper:
    """Return the table of the posts on A3 (``a4``: on A4), or with ``whole`` all four sheets."""
    table = control_grid(session, "A4" if a4 else "A3")
    if not whole:
        return Paper("risk_control", TABLE, ((SHEETS[1], table),))
    rows = risks.points(session)
    grids = (legend_grid(session), table, points_grid(session, rows), graded_grid(session, rows))
    return Paper("risk_control", TABLE, tuple(zip(SHEETS, grids, strict=True)))


@papers.paper("risk-points", POINTS, EVERYONE, ("pdf", "xlsx"))
def risk_points(session: Session) -> Paper:
    """Return the list of every risk point on A3."""
    grid = points_grid(session, risks.points(session))
    return Paper("risk_points", POINTS, ((POINTS, grid),))


def control_grid(session: Session, size: str = "A3") -> Grid:
    """Return the eight-row table, worded exactly as the catalogue stands."""
    rows = [
        {
            "post": row.name,
            "duty": row.duty,
            "integrity": row.integrity_risk,
            "efficiency": row.efficiency_risk,
            "measure": row.measure,
        }
        for row in risks.control_table(session)
    ]
    return _laid(session, page_of(_form(session, "risk_control"), size), rows)


def points_grid(session: Session, rows: list[PointRow]) -> Grid:
    """Return the list of points, one row each."""
    return _laid(session, _form(session, "risk_points"), [_point(row) for row in rows])


def graded_grid(session: Session, rows: list[PointRow]) -> Grid:
    """Return who watches what remains, grade by grade; points that were cleared do not stand here."""
    remaining = sorted(
        (row for row in rows if row.state == REMAINS), key=lambda row: (row.grade, row.next_review)
    )
    shown = [_graded(row) for row in remaining]
    if not shown:
        reviewed = any(row.reviewed for row in rows)
        shown = [{"text": "经复核，没有未消除的风险点。" if reviewed else NOT_YET}]
    return _laid(session, _form(session, "graded_supervision"), shown)


NOT_YET = "风险点尚未复核；复核为“未消除”的，在此列出并分级管理。"


def legend_grid(session: Session) -> Grid:
    """Return what the sheets beside it mean: bases, counts, rules, marks."""
    rows = risk_legend.lines(session.workspace.office(), risks.figures(session))
    return _laid(
        session,
        _form(session, "legend"),
        [{"item": item, "text": text} for item, text in rows],
    )


def _point(row: PointRow) -> Row:
    return {
        "code": row.code,
        "flow": f"{row.flow} {row.flow_name}",
        "step": row.step_name,
        "post": row.holder,
        "matter": row.matter_name,
        "kind": row.kind,
        "text": row.text,
        "grade": row.initial,
        "criteria": "；".join(item.text for item in row.criteria),
        "cause": f"{row.cause} {row.cause_name}",
        "measure": row.measure,
        "auto": row.auto,
        "effect": "、".join(row.effect),
        "state": risk_review.outcome(row.state, row.grade),
        "manager": row.watch.manager if row.watch else None,
        "supervisor": row.watch.supervisor if row.watch else None,
    }


def _graded(row: PointRow) -> Row:
    assert row.watch is not None
    return {
        "grade": f"{row.grade} 级",
        "code": row.code,
        "post": row.holder,
        "text": row.text,
        "measure": row.measure,
        "manager": row.watch.manager,
        "supervisor": row.watch.supervisor,
        "reviewed": row.reviewed,
        "next": row.next_review,
        "note": row.note or None,
    }


def _form(session: Session, name: str) -> Form:
    return load_form(session.workspace.forms, name)


def _laid(session: Session, form: Form, rows: list[Row]) -> Grid:
    workspace = session.workspace
    values = {"office": workspace.office().bureau.name, "made": workspace.today()}
    return lay_out(form, {**values, "rows": tuple(rows)})

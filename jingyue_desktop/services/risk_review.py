"""Reviewing what is left of a risk point: proposed by a chief, confirmed by a leader, never erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jingyue_desktop.domain.clock import day_text
from jingyue_desktop.domain.errors import Conflict, Difference, Invalid, NotAllowed, UserError
from jingyue_desktop.domain.office import Post, RiskPoint
from jingyue_desktop.domain.risk import GRADES, next_review
from jingyue_desktop.domain.risk import grade as computed_grade
from jingyue_desktop.domain.roles import EVERYONE, Role
from jingyue_desktop.services.acts import Session, Work, act, view
from jingyue_desktop.services.risks import CLEARED, REMAINS, watch_over
from jingyue_desktop.services.typed import words
from jingyue_desktop.store.tables import RiskReview, RiskState

LEADERSHIP = frozenset({Role.DIRECTOR, Role.DEPUTY})


@dataclass(frozen=True)
class Review:
    """One review as kept, newest first in a history."""

    id: int
    reviewed: date
    residual: str
    grade: str
    next_review: date | None
    note: str
    reviewer: str


@view("risks.reviews", "查看风险点复核历史", EVERYONE)
def history(session: Session, point: str) -> list[Review]:
    """Return every review of a point, newest first."""
    rows = (
        RiskReview.select()
        .where(RiskReview.point == point)
        .order_by(RiskReview.reviewed.desc(), RiskReview.id.desc())
    )
    return [
        Review(r.id, r.reviewed, r.residual, r.grade, r.next_review, r.note, r.reviewer)
        for r in rows
    ]


@act(
    "risks.review",
    "残余等级复核",
    {Role.CHIEF},
    scope="section",
    second={Role.DIRECTOR, Role.DEPUTY},
    topics=("risks",),
)
def review(
    work: Work,
    point: str,
    revision: int,
    residual: str,
    grade: str = "",
    note: str = "",
    reviewed: str = "",
) -> int:
    """Keep what a review found; returns the review's id.

    ``residual`` is 已消除 or 未消除; ``grade`` of what remains is A, B or C (empty: the grade the
    ticked criteria give). ``reviewed`` is an ISO day, empty for today. Raises Invalid by field,
    Conflict when the point was reviewed meanwhile, NotAllowed for another section's post or for
    a leader confirming the points of his own post.
    """
    found, post = _point(work, point)
    _check_person(work, post)
    state = RiskState.get_or_none(RiskState.point == point)
    asked = _Asked(
        found, post, residual, grade, words("note", "复核说明", note), _day(work, reviewed)
    )
    _check_fresh(state, revision, asked)
    _check_values(work, state, asked)
    values = {
        "residual": residual,
        "grade": asked.given,
        "reviewed": asked.day,
        "next_review": _next(work, asked) if asked.remains else None,
        "note": asked.note,
    }
    row = work.unit.add(RiskReview(point=point, reviewer=work.author, **values))
    if state is None:
        work.unit.add(RiskState(point=point, **values))
    else:
        work.unit.change(state, revision, **values)
    work.about("risk_point", point)
    result = outcome(residual, asked.given)
    work.detail["title"] = f"残余等级复核：{point} {post.name}，{result}"
    work.detail["outcome"] = result
    return int(row.id)


@dataclass(frozen=True)
class _Asked:
    """What a review asks for, with the point and post it is about."""

    point: RiskPoint
    post: Post
    residual: str
    grade: str
    note: str
    day: date

    @property
    def remains(self) -> bool:
        return self.residual == REMAINS

    @property
    def computed(self) -> str:
        return computed_grade(self.point.criteria)

    @property
    def given(self) -> str:
        """The grade that will stand; the computed one where none was chosen."""
        return (self.grade or self.computed) if self.remains else ""


def outcome(residual: str, grade: str) -> str:
    """Return the result of a review in words."""
    return f"{residual}（{grade}级）" if grade else residual


def _point(work: Work, code: str) -> tuple[RiskPoint, Post]:
    office = work.office
    found = next((point for point in office.risk_points if point.code == code), None)
    if found is None:
        raise UserError("这个风险点已不在业务目录中。", "请刷新后再试。")
    return found, next(post for post in office.posts if post.code == found.post)


def _check_person(work: Work, post: Post) -> None:
    """A chief proposes for his own section (any chief for the leaders'); nobody confirms himself."""
    if work.proposer is None:
        if post.role not in LEADERSHIP:
            work.require_section(post.section)
    elif post.code in (*work.actor.posts, *work.actor.covering):
        raise NotAllowed(
            f"不能确认本人岗位（{post.name}）的风险点复核。",
            rule="本人岗位回避",
            advice="请另一位局领导确认。",
        )


def _check_fresh(state: RiskState | None, revision: int, asked: _Asked) -> None:
    stands = state.revision if state is not None else 0
    if stands == revision:
        return
    differences = []
    if state is not None:
        mine, theirs = outcome(asked.residual, asked.given), outcome(state.residual, state.grade)
        differences.append(Difference("residual", "复核结果", mine, theirs, ""))
    raise Conflict("这个风险点刚被复核过，您的复核没有保存。", differences)


def _day(work: Work, text: str) -> date:
    if not text:
        return work.today
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid({"reviewed": "请填写正确的复核日期。"}) from error


def _check_values(work: Work, state: RiskState | None, asked: _Asked) -> None:
    faults: dict[str, str] = {}
    if asked.residual not in (CLEARED, REMAINS):
        faults["residual"] = "请选择已消除或未消除。"
    elif asked.residual == CLEARED and asked.grade:
        faults["grade"] = "已消除的风险点不定残余等级。"
    elif asked.remains and asked.given not in GRADES:
        faults["grade"] = "残余等级为 A、B 或 C。"
    if asked.day > work.today:
        faults["reviewed"] = "复核日期不能晚于今天。"
    elif state is not None and state.reviewed is not None and asked.day < state.reviewed:
        faults["reviewed"] = f"复核日期不能早于上次复核（{day_text(state.reviewed)}）。"
    reason = reason_needed(asked.post.role, asked.computed, asked.residual, asked.given)
    if reason and not asked.note:
        faults["note"] = reason
    if faults:
        raise Invalid(faults, "复核没有保存，请按提示改正。")


def reason_needed(role: str, computed: str, residual: str, grade: str) -> str:
    """Return why a review needs words of explanation, empty when it may go without."""
    if role == Role.DIRECTOR:
        return "局长岗位的风险点由局务会管理、区纪工委监督，请写明局务会研究情况。"
    if residual == CLEARED:
        return "认定已消除的，请写明依据。"
    if grade != computed:
        return f"残余等级与勾选标准得出的{computed}级不同，请写明理由。"
    return ""


def _next(work: Work, asked: _Asked) -> date:
    watch = watch_over(work.office, asked.post, asked.given)
    if watch is None:
        raise UserError("业务目录里没有这一级的分级管理规定。", "请先补全分级管理。")
    return next_review(asked.day, watch.months)

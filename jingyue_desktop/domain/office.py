"""The office as plain facts: posts, matters, flows, risk points, pledges, parameters.

Every class mirrors one kind of catalogue row; ``KINDS`` names them. Field values are exactly
what stands in ``resources/office`` and in the catalogue, so rows go to and from JSON unchanged.
"""

from __future__ import annotations

from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Bureau:
    """The office itself: names, telephones, what stands on its papers."""

    code: str
    name: str
    short_name: str
    enquiry_phone: str
    report_phone: str
    pledge_number: str
    place: str
    source: str


@dataclass(frozen=True)
class Section:
    """A section (科室) and its established posts (编制)."""

    code: str
    name: str
    order: int
    staff: int
    duties: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Post:
    """A post with its row of the risk-control table (office table 二)."""

    code: str
    name: str
    short_name: str
    section: str
    order: int
    staff: int
    role: str
    duty: str
    integrity_risk: str
    efficiency_risk: str
    measure: str
    steps: str
    pledge: str
    source: str


@dataclass(frozen=True)
class Matter:
    """One of the matters (事项), in one of the classes (许可, 强制, 处罚)."""

    code: str
    name: str
    kind: str
    section: str
    flows: tuple[str, ...]
    basis: str
    source: str


@dataclass(frozen=True)
class Step:
    """One step of a flow; ``limit`` in working days, None where the flow sets none.

    ``instead_of`` names the step this one replaces for its own matter (复验 instead of 放、验线).
    """

    code: str
    name: str
    posts: tuple[str, ...]
    people: int
    limit: int | None
    outside_promise: bool
    note: str
    matter: str
    instead_of: str


@dataclass(frozen=True)
class Turn:
    """Another way out of a step than to the next: when, and where to (a step's code, or words)."""

    step: str
    when: str
    to: str


@dataclass(frozen=True)
class Flow:
    """A flow with its steps in order and the turns it may take; ``promise`` in working days or None.

    ``statutory`` is the code of the period of law (``Limit``) the whole is bound by, empty for none.
    """

    code: str
    name: str
    kind: str
    section: str
    promise: int | None
    steps: tuple[Step, ...]
    note: str
    source: str
    turns: tuple[Turn, ...] = ()
    statutory: str = ""


@dataclass(frozen=True)
class RiskPoint:
    """A place where a post can be misused or can dawdle, and the measure against it."""

    code: str
    flow: str
    step: str
    post: str
    desk: str
    matter: str
    kind: str
    text: str
    criteria: tuple[str, ...]
    grade: str
    cause: int
    measure: str
    auto: str
    effect: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Criterion:
    """A ticked criterion that counts towards a grade (I1–I5, E1–E3)."""

    code: str
    kind: str
    text: str
    source: str


@dataclass(frozen=True)
class Cause:
    """One of the nine requirements, which are also the cause classes."""

    code: str
    number: int
    name: str
    requirement: str
    source: str


@dataclass(frozen=True)
class Basis:
    """A document the measures rest on."""

    code: str
    order: int
    text: str
    source: str


@dataclass(frozen=True)
class PledgeVariant:
    """A kind of service pledge and its promised working days."""

    code: str
    name: str
    order: int
    section: str
    matters: tuple[str, ...]
    days: int
    author: str
    since: str
    source: str


@dataclass(frozen=True)
class Parameter:
    """A number or text the office sets itself, with author and date."""

    code: str
    name: str
    value: int | str
    unit: str
    author: str
    since: str
    note: str
    source: str


@dataclass(frozen=True)
class WarningWay:
    """One of the ways of warning and control."""

    code: str
    order: int
    name: str
    text: str
    source: str


@dataclass(frozen=True)
class Supervision:
    """Who manages and who supervises a point, by rank of the post and residual grade."""

    code: str
    role: str
    grade: str
    manager: str
    supervisor: str
    interval_months: int
    source: str


@dataclass(frozen=True)
class Regulation:
    """One of the regulations (制度); ``text`` is Markdown."""

    code: str
    order: int
    name: str
    alias: str
    annex: str
    status: str
    text: str
    source: str


@dataclass(frozen=True)
class DossierForm:
    """One of the dossier forms (档案表), by name; their fields come with the dossiers."""

    code: str
    order: int
    name: str
    source: str


@dataclass(frozen=True)
class Limit:
    """A period set by law (期限规定), as its article says it.

    ``count`` of ``unit`` (workday, day, month, year) from what ``begins`` names, its first day not
    counted; negative: before it. ``binds`` office or party. ``pauses`` are the causes whose days
    are not counted; ``extension`` how many units ``extended_by`` may add, 0 for none. ``since``
    and ``until`` are ISO days between which the article stands; an open end is empty.
    """

    code: str
    order: int
    name: str
    law: str
    text: str
    count: int
    unit: str
    begins: str
    binds: str
    pauses: tuple[str, ...]
    extension: int
    extended_by: str
    since: str
    until: str
    source: str


Item = (
    Bureau
    | Section
    | Post
    | Matter
    | Flow
    | RiskPoint
    | Criterion
    | Cause
    | Basis
    | PledgeVariant
    | Parameter
    | WarningWay
    | Supervision
    | Regulation
    | DossierForm
    | Limit
)

KINDS: dict[str, type[Any]] = {
    "bureau": Bureau,
    "section": Section,
    "post": Post,
    "matter": Matter,
    "flow": Flow,
    "risk_point": RiskPoint,
    "criterion": Criterion,
    "cause": Cause,
    "basis": Basis,
    "pledge_variant": PledgeVariant,
    "parameter": Parameter,
    "warning_way": WarningWay,
    "supervision": Supervision,
    "regulation": Regulation,
    "dossier_form": DossierForm,
    "limit": Limit,
}


def to_body(item: Item) -> dict[str, Any]:
    """Return the item as the JSON object kept in its catalogue row."""
    return asdict(item)


def from_body(kind: str, body: dict[str, Any]) -> Any:
    """Return the item of ``kind`` that ``to_body`` made ``body`` from."""
    cls = KINDS[kind]
    # A row written before a field was added has its default.
    values = {
        f.name: _frozen(body[f.name]) for f in fields(cls) if f.name in body or f.default is MISSING
    }
    if kind == "flow":
        values["steps"] = tuple(
            Step(**{k: _frozen(v) for k, v in step.items()}) for step in body["steps"]
        )
        values["turns"] = tuple(Turn(**turn) for turn in body.get("turns", ()))
    return cls(**values)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else value


@dataclass(frozen=True)
class Office:
    """The whole catalogue in force, each kind in its order."""

    bureau: Bureau
    sections: tuple[Section, ...]
    posts: tuple[Post, ...]
    matters: tuple[Matter, ...]
    flows: tuple[Flow, ...]
    risk_points: tuple[RiskPoint, ...]
    criteria: tuple[Criterion, ...]
    causes: tuple[Cause, ...]
    bases: tuple[Basis, ...]
    pledge_variants: tuple[PledgeVariant, ...]
    parameters: tuple[Parameter, ...]
    warning_ways: tuple[WarningWay, ...]
    supervision: tuple[Supervision, ...]
    regulations: tuple[Regulation, ...]
    dossier_forms: tuple[DossierForm, ...]
    limits: tuple[Limit, ...]

    def items(self) -> list[tuple[str, Item]]:
        """Return every item with its kind, in loading order."""
        by_kind: list[tuple[str, tuple[Item, ...]]] = [
            ("bureau", (self.bureau,)),
            ("section", self.sections),
            ("post", self.posts),
            ("matter", self.matters),
            ("flow", self.flows),
            ("risk_point", self.risk_points),
            ("criterion", self.criteria),
            ("cause", self.causes),
            ("basis", self.bases),
            ("pledge_variant", self.pledge_variants),
            ("parameter", self.parameters),
            ("warning_way", self.warning_ways),
            ("supervision", self.supervision),
            ("regulation", self.regulations),
            ("dossier_form", self.dossier_forms),
            ("limit", self.limits),
        ]
        return [(kind, item) for kind, items in by_kind for item in items]

    def counts(self) -> dict[str, int]:
        """Return the labelled counts the office knows itself by (office's own words → number)."""
        return {
            "类": len({matter.kind for matter in self.matters}),
            "事项": len(self.matters),
            "流程": len(self.flows),
            "风险点": len(self.risk_points),
            "承诺": len(self.pledge_variants),
            "制度": len(self.regulations),
            "档案表": len(self.dossier_forms),
            "要求": len(self.causes),
            "方式": len(self.warning_ways),
            "岗位": len(self.posts),
            "编制": sum(post.staff for post in self.posts),
        }

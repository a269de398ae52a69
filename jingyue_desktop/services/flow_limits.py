"""The limits of a flow's steps and its promise: changed together, never over what was promised or the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jingyue_desktop.domain.errors import Conflict, DataFault, Invalid, UserError
from jingyue_desktop.domain.office import Flow, Office, PledgeVariant, from_body
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import catalogue
from jingyue_desktop.services.acts import Work, act
from jingyue_desktop.services.catalogue_rows import newest
from jingyue_desktop.services.office_checks import check_references
from jingyue_desktop.services.typed import words

MOST = 365
TITLES = {"promise": "承诺工作日", "steps": "环节"}


def followers(office: Office, flow: Flow) -> list[PledgeVariant]:
    """Return the kinds of pledge that promise the days of this flow and of no other."""
    of_matter = {matter.code: matter.flows for matter in office.matters}
    return [
        variant
        for variant in office.pledge_variants
        if variant.matters and all(of_matter[code] == (flow.code,) for code in variant.matters)
    ]


@act(
    "flows.set_limits",
    "修改环节时限和承诺",
    {Role.CHIEF},
    scope="section",
    second={Role.DIRECTOR, Role.DEPUTY},
    topics=("catalogue",),
)
def set_limits(
    work: Work,
    code: str,
    version: int,
    promise: int | None,
    limits: Mapping[str, int | None],
    note: str = "",
) -> int:
    """Give a flow another promise and its steps (by code) other limits, in working days.

    None: no limit of its own; a flow that promises nothing keeps to that. The kinds of pledge of
    the flow promise the same from then on. Raises Invalid by ``promise`` or step code where the
    limits add up to more than is promised, or the promise to more than the law allows; Conflict
    when the flow was changed since ``version``.
    """
    row = newest("flow", code)
    flow: Flow = from_body("flow", row.body)
    if work.proposer is None:
        work.require_section(flow.section)
    why = words("note", "修改说明", note)
    then = _changed(flow, promise, limits)
    if row.version != version:
        raise Conflict("这个流程已被他人修改，您的修改没有保存，请重新核对后提出。")
    if then == flow:
        raise UserError("时限和承诺都没有改动，没有提出。")
    _check(work.office, then)
    changes = {
        "promise": then.promise,
        "steps": [
            {**body, "limit": step.limit}
            for body, step in zip(row.body["steps"], then.steps, strict=True)
        ],
    }
    made = catalogue.revise(work, "flow", code, version, changes, TITLES, why)
    if then.promise is not None:
        for variant in followers(work.office, flow):
            _follow(work, variant, then.promise, why)
    work.about("flow", code)
    work.detail["title"] = f"修改环节时限和承诺：{flow.name}"
    return int(made.version)


def _changed(flow: Flow, promise: int | None, limits: Mapping[str, int | None]) -> Flow:
    """Return the flow with what was asked for; raises Invalid for numbers out of bounds."""
    faults = {
        key: f"请填写 0–{MOST} 的整数，不设时限的留空。"
        for key, days in limits.items()
        if days is not None and not 0 <= days <= MOST
    }
    if flow.promise is None and promise is not None:
        faults["promise"] = "这个流程不设对外承诺。"
    if flow.promise is not None and (promise is None or not 1 <= promise <= MOST):
        faults["promise"] = f"请填写 1–{MOST} 的整数。"
    if faults:
        raise Invalid(faults)
    steps = tuple(replace(s, limit=limits.get(s.code, s.limit)) for s in flow.steps)
    return replace(flow, promise=promise, steps=steps)


def _check(office: Office, then: Flow) -> None:
    flows = tuple(then if flow.code == then.code else flow for flow in office.flows)
    try:
        check_references(replace(office, flows=flows))
    except DataFault as fault:
        raise Invalid({"promise": f"{fault.text}。"}) from fault


def _follow(work: Work, variant: PledgeVariant, days: int, note: str) -> None:
    row = newest("pledge_variant", variant.code)
    by: dict[str, Any] = {"author": work.author, "since": work.today.isoformat()}
    changes = {"days": days}
    catalogue.revise(work, "pledge_variant", row.code, row.version, changes, {}, note, by)

"""From what was typed to values: every fault at once, each beside its field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from jingyue_desktop.domain.errors import Invalid
from jingyue_desktop.paper.checks import CHECKS, COMPUTED
from jingyue_desktop.paper.definition import Form
from jingyue_desktop.paper.kinds import KINDS, BadValue

Values = dict[str, Any]


def validate(form: Form, raw: Mapping[str, Any], *, inputs_only: bool = False) -> Values:
    """Return the form's values, or raise Invalid with one sentence for every faulty field.

    ``inputs_only`` looks at the fields a person types and leaves the given ones alone.
    """
    values: Values = {}
    faults: dict[str, str] = {}
    wanted = form.inputs() if inputs_only else form.fields
    for field in wanted:
        if field.kind == "computed":
            continue
        kind = KINDS[field.kind]
        try:
            value = kind.parse(field, raw.get(field.key))
        except BadValue as bad:
            faults[field.key] = str(bad)
            continue
        if field.required and value in (None, ()) and field.kind != "sign":
            faults[field.key] = f"请填写{field.title}。"
        values[field.key] = value
    faults.update(_across(form, values, faults))
    if faults:
        raise Invalid(faults)
    return values if inputs_only else compute(form, values)


def _across(form: Form, values: Values, faults: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for check in form.checks:
        if any(key in faults or key not in values for key in check.fields):
            continue
        text = CHECKS[check.name](values, check.fields)
        if text:
            found[check.fields[-1]] = text
    return found


def compute(form: Form, values: Mapping[str, Any]) -> Values:
    """Return the values with the computed fields worked out."""
    done = dict(values)
    for field in form.fields:
        if field.kind == "computed":
            done[field.key] = COMPUTED[field.compute](values)
    return {field.key: done.get(field.key, KINDS[field.kind].empty) for field in form.fields}


def to_json(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values in their canonical JSON form."""
    return {f.key: KINDS[f.kind].to_json(f, values.get(f.key)) for f in form.fields}


def from_json(form: Form, body: Mapping[str, Any]) -> Values:
    """Return the values ``to_json`` made ``body`` from."""
    return {f.key: KINDS[f.kind].from_json(f, body.get(f.key)) for f in form.fields}


def digest(form: Form, values: Mapping[str, Any]) -> str:
    """Return the digest over form, version and canonical values (never over a PDF)."""
    text = json.dumps(
        [form.name, form.version, to_json(form, values)],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()

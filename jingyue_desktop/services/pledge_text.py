"""A pledge as its form says it: values from variant, calendar and office, digest, QR text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jingyue_desktop.domain.deadline import Deadline, Period, deadline
from jingyue_desktop.domain.errors import Invalid, UserError
from jingyue_desktop.domain.office import Office, PledgeVariant
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.paper.definition import Form, load_form
from jingyue_desktop.paper.validate import Values, digest, validate
from jingyue_desktop.services.posts_held import holder_of
from jingyue_desktop.services.workspace import Workspace

FORM = "pledge"
EARLIEST = date(2020, 1, 1)


@dataclass(frozen=True)
class Drafted:
    """What a pledge will say before it has a number: its variant, deadline and typed values."""

    variant: PledgeVariant
    deadline: Deadline
    values: Values


class Drafter:
    """Works out pledges of one day; what is the same for all of them is looked up once."""

    def __init__(self, workspace: Workspace, today: date | None = None) -> None:
        self.workspace = workspace
        self.office: Office = workspace.office()
        self.form: Form = load_form(workspace.forms, FORM)
        self.today = today or workspace.today()
        self._signer = holder_of(self.office, Role.DIRECTOR, self.today)
        self._deadlines: dict[tuple[date, int], Deadline] = {}

    def draft(self, raw: Mapping[str, Any]) -> Drafted:
        """Return the checked pledge of what was typed; raises Invalid by field."""
        values = validate(self.form, raw, inputs_only=True)
        faults = self._faults(values)
        if faults:
            raise Invalid(faults)
        variant = variant_named(self.office, values["variant"])
        return Drafted(variant, self.deadline(values["accepted"], variant.days), values)

    def _faults(self, values: Values) -> dict[str, str]:
        accepted = values["accepted"]
        if accepted > self.today:
            return {"accepted": "受理日期不能晚于今天。"}
        if accepted < EARLIEST:
            return {"accepted": f"受理日期不能早于 {EARLIEST.year} 年（日历从这一年起）。"}
        return {}

    def deadline(self, accepted: date, days: int) -> Deadline:
        """Return when so many promised working days are over, by the calendar in force."""
        key = (accepted, days)
        if key not in self._deadlines:
            found = deadline(self.workspace.calendar(), accepted, Period(days))
            self._deadlines[key] = found
        return self._deadlines[key]

    def complete(self, drafted: Drafted, number: str) -> tuple[Values, str]:
        """Return all values of the form (QR included) and the content digest."""
        bureau = self.office.bureau
        values: Values = {
            **drafted.values,
            "office": bureau.name,
            "number": number,
            "days": drafted.variant.days,
            "due": drafted.deadline.due,
            "due_basis": f"（{drafted.deadline.basis()}）",
            "enquiry_phone": bureau.enquiry_phone,
            "report_phone": bureau.report_phone,
            "signer": self._signer or None,
            "issued": self.today,
        }
        content = digest(self.form, values)
        return {**values, "qr": qr_text(number, content) if number else None}, content


def qr_text(number: str, content: str) -> str:
    """Return what the QR code says: number and content digest, to be compared with the register."""
    return f"{number} {content}"


def variant_named(office: Office, name: str) -> PledgeVariant:
    """Return the variant of a name; raises UserError where the catalogue has none any more."""
    found = next((item for item in office.pledge_variants if item.name == name), None)
    if found is None:
        raise UserError(f"目录中没有“{name}”这种承诺。", "请刷新后再选。")
    return found


def numbered(office: Office, year: int, serial: int) -> str:
    """Return a pledge number in the office's way of writing it."""
    return office.bureau.pledge_number.format(year=year, serial=serial)

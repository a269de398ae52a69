"""A scripted day over every act there is (D6): each leaves exactly one row, with who, when, what."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.services import (
    accounts,
    calendar_notice,
    covers,
    flow_limits,
    importing,
    journal,
    login,
    papers,
    parameters,
    people,
    pledge_register,
    pledges,
    posts,
    proposals,
    risk_review,
    risks,
    updates,
)
from jingyue_desktop.services.acts import REGISTRY
from jingyue_desktop.services.everything import registry
from jingyue_desktop.services.opening import check_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Account, CatalogueItem, Log, Person, Posting
from tests.offices import PASSWORD, Sessions
from tests.services.test_calendar_notice import ROWS
from tests.services.test_pledges import PDF, SITING

SEED = 6
Do = Callable[[], Any]


class Script:
    """Everything anybody can do: ``steps[name]()`` prepares and returns the one act to count."""

    def __init__(self, sessions: Sessions, tmp_path: Path) -> None:
        self.s = sessions
        self.scan = tmp_path / "扫描.pdf"
        self.scan.write_bytes(PDF)
        self.count: Iterator[int] = itertools.count(1)

    def pledge(self) -> int:
        return pledges.issue(self.s["planning_clerk"], dict(SITING))

    def account(self) -> Account:
        return Account.get(Account.login == "general_clerk")

    def proposal(self) -> int:
        who = self.s["planning_chief"]
        version = posts.card(who, "planning_clerk").version
        text = f"受理和初审（{next(self.count)}）"
        return posts.revise(who, "planning_clerk", version, {"duty": text})

    def person(self, post: str = "general_clerk") -> int:
        row = Posting.select().where((Posting.post == post) & Posting.until.is_null()).first()
        return int(row.person)

    def signed(self) -> int:
        number = self.pledge()
        pledges.sign(self.s["planning_clerk"], number, 1, str(self.scan), "2026-03-02")
        return number

    def newcomer(self) -> tuple[str, str, str]:
        return (f"新人{next(self.count)}", "inspection_clerk", "2026-03-02")

    def steps(self) -> dict[str, Callable[[], Do]]:
        s = self.s
        admin, chief, keeper = s["system_admin"], s["planning_chief"], s["custodian"]
        clerk = s["planning_clerk"]
        return {
            "accounts.create": self._create,
            "accounts.reset": lambda: lambda: accounts.reset(admin, self.account().id, "AB-CD"),
            "accounts.stop": self._stop,
            "accounts.start": self._start,
            "accounts.set_roles": self._set_roles,
            "calendar.publish": lambda: (
                lambda: calendar_notice.publish(chief, 2027, 1, f"通知{next(self.count)}", ROWS)
            ),
            "catalogue.adopt": self._adopt,
            "covers.arrange": self._cover,
            "covers.end": self._end_cover,
            "flows.set_limits": lambda: (
                lambda: flow_limits.set_limits(chief, "A1", 1, 10 + next(self.count) % 10 + 1, {})
            ),
            "journal.verify": lambda: lambda: journal.verify(s["auditor"]),
            "login.change_password": self._password,
            "login.leave": lambda: lambda: login.log_out(clerk),
            "login.lock": lambda: lambda: login.lock(clerk, "manual"),
            "people.correct": self._correct,
            "people.enter": lambda: (lambda n: lambda: people.enter(admin, *n))(self.newcomer()),
            "people.import": self._import,
            "people.leave": self._leave,
            "people.move": self._move,
            "pledges.file": lambda: (lambda n: lambda: pledges.file(keeper, n, 2))(self.signed()),
            "pledges.issue": lambda: self.pledge,
            "pledges.issue_batch": lambda: lambda: pledges.issue_batch(clerk, [SITING] * 3),
            "pledges.issue_set": lambda: lambda: pledges.issue_set(chief, "甲", "乙", "2026-03-02"),
            "pledges.sign": self._sign,
            "pledges.void": lambda: (lambda n: lambda: pledges.void(chief, n, 1, "错"))(
                self.pledge()
            ),
            "parameters.set": lambda: (
                lambda: parameters.set_value(chief, "scan_overdue", 1, str(20 + next(self.count)))
            ),
            "posts.revise": lambda: self.proposal,
            "proposals.reject": lambda: (
                lambda n: lambda: proposals.reject(s["deputy"], n, "不妥")
            )(self.proposal()),
            "proposals.withdraw": lambda: (lambda n: lambda: proposals.withdraw(chief, n))(
                self.proposal()
            ),
            "risks.review": self._review,
            **{f"papers.{what}": self._paper(what) for what in papers.KINDS},
        }

    def _create(self) -> Do:
        number = people.enter(self.s["system_admin"], *self.newcomer())
        person = proposals.confirm(self.s["director"], number)
        return lambda: accounts.create(
            self.s["system_admin"], person, f"login{next(self.count)}", "AB-CD"
        )

    def _stop(self) -> Do:
        row = self.account()
        if row.state != "active":
            accounts.start(self.s["system_admin"], row.id, row.revision)
        fresh = self.account()
        return lambda: accounts.stop(self.s["system_admin"], fresh.id, fresh.revision)

    def _start(self) -> Do:
        self._stop()()
        row = self.account()
        return lambda: accounts.start(self.s["system_admin"], row.id, row.revision)

    def _set_roles(self) -> Do:
        row = self.account()
        return lambda: accounts.set_roles(
            self.s["security_admin"], row.id, row.revision, ["commission"]
        )

    def _adopt(self) -> Do:
        return lambda: updates.adopt(self.s["planning_chief"], "parameter", "due_soon", True, 1)

    def _cover(self) -> Do:
        day = date(2030, 1, 1) + timedelta(days=7 * next(self.count))
        return lambda: covers.arrange(
            self.s["planning_chief"],
            self.s["planning_chief"].actor().person,
            self.s["system_admin"].actor().person,
            "planning_chief",
            day.isoformat(),
            (day + timedelta(days=4)).isoformat(),
            "培训",
        )

    def _end_cover(self) -> Do:
        number = self._cover()()
        return lambda: covers.end(self.s["deputy"], number, 1)

    def _password(self) -> Do:
        session = self.s["deputy"]
        row = Account.get_by_id(session.account)
        old, new = PASSWORD, f"Neues-2026-{next(self.count)}"
        if getattr(self, "_changed", ""):
            old = self._changed
        self._changed = new
        assert row.login == "deputy"
        return lambda: login.change_password(session, old, new)

    def _correct(self) -> Do:
        row = Person.get_by_id(self.person())
        return lambda: people.correct(
            self.s["system_admin"], row.id, row.revision, row.name, f"1{next(self.count)}"
        )

    def _import(self) -> Do:
        n = next(self.count)
        rows = [{"name": f"名单{n}", "post": "监察科科员", "since": "2026-03-02", "phone": ""}]
        return lambda: importing.take_people(self.s["system_admin"], rows, f"{n:064d}")

    def _leave(self) -> Do:
        return lambda: people.leave(self.s["system_admin"], self.person(), "2026-03-31")

    def _move(self) -> Do:
        return lambda: people.move(
            self.s["system_admin"], self.person(), "general_chief", "2026-04-01"
        )

    def _sign(self) -> Do:
        number = self.pledge()
        return lambda: pledges.sign(
            self.s["planning_clerk"], number, 1, str(self.scan), "2026-03-02"
        )

    def _review(self) -> Do:
        row = next(r for r in risks.points(self.s["auditor"]) if r.code == "A1-4")
        return lambda: risk_review.review(self.s["planning_chief"], "A1-4", row.revision, "未消除")

    def _paper(self, what: str) -> Callable[[], Do]:
        def prepare() -> Do:
            options: dict[str, Any] = {
                "pledge": {"id": str(self.pledge())} if what == "pledge" else {},
                "pledge-sample": {"values": dict(SITING)},
                "regulation": {"id": "assessment"},
            }.get(what, {})
            who = self.s["planning_clerk"]
            form = papers.kind_of(what).formats[0]

            def make() -> None:
                made = papers.build(who, what, form, **options)
                papers.log_output(who, what, form, made, **options)

            return make

        return prepare


@pytest.fixture
def script(sessions: Sessions, tmp_path: Path) -> Script:
    registry()
    return Script(sessions, tmp_path)


def acts() -> list[str]:
    return sorted(name for name, entry in registry().items() if entry.kind == "act")


def test_every_act_has_its_step(script: Script) -> None:
    assert sorted(script.steps()) == acts()


@pytest.mark.parametrize("name", acts())
def test_an_act_leaves_exactly_one_row(script: Script, clock: SetClock, name: str) -> None:
    do = script.steps()[name]()
    before = Log.select().count()
    clock.advance(minutes=1)
    do()
    assert Log.select().count() == before + 1
    row = Log.select().order_by(Log.seq.desc()).get()
    second = bool(REGISTRY[name].second)
    assert row.action == (f"{name}.propose" if second else name)
    assert (row.success, row.ts[:16]) == (1, "2026-03-02T01:01")
    assert row.actor and row.roles and row.host
    assert journal.act_title(row.action) != row.action
    if second:
        _confirmed(script, name)


def _confirmed(script: Script, name: str) -> None:
    """A proposal carried out leaves one row too, with both people in it."""
    seconds = (script.s[who] for who in ("director", "system_admin"))
    who = next(who for who in seconds if REGISTRY[name].second & who.actor().roles)
    waiting = proposals.listed(who)
    before = Log.select().count()
    proposals.confirm(who, waiting[0].id)
    assert Log.select().count() == before + 1
    row = Log.select().order_by(Log.seq.desc()).get()
    assert (row.action, row.success) == (name, 1)
    assert "proposer" in json.loads(row.detail)


def test_a_day_of_three_hundred_acts(
    local_office: Workspace, local_sessions: Sessions, tmp_path: Path, clock: SetClock
) -> None:
    chance = random.Random(SEED)
    script = Script(local_sessions, tmp_path)
    steps = script.steps()
    # Acts that would end the cast's own rights are in the single tests above.
    names = [n for n in acts() if n not in ("people.leave", "people.move", "accounts.set_roles")]
    current = CatalogueItem.select().where(CatalogueItem.current == True)  # noqa: E712
    items = current.count()
    for _ in range(300):
        do = steps[chance.choice(names)]()
        before = Log.select().count()
        clock.advance(seconds=chance.randrange(1, 60))
        do()
        assert Log.select().count() == before + 1
    assert current.count() == items
    assert pledge_register.count(local_sessions["auditor"], pledge_register.Wanted()) > 20
    report = check_workspace(local_office.folder)
    assert (report.code, report.rows) == (0, Log.select().count())

"""Role × act: what the services let through equals a table typed from the office's rules (D7)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import NotAllowed, UserError
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import accounts, papers, proposals, rights
from jingyue_desktop.services.acts import REGISTRY, Session
from jingyue_desktop.services.everything import registry
from jingyue_desktop.services.founding import FirstPerson, found
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Account, Log
from tests.offices import FORMS, PASSWORD, RESOURCES, SINCE, START, new_database

# 局长 D, 副局长 E, 科长 C, 科员 K, 档案管理员 G, 审计员 A, 安全管理员 S, 系统管理员 X, 区纪工委 J.
LETTERS = dict(zip("DECKGASXJ", Role, strict=True))
ALL, READ = "DECKGASXJ", "DECKGAJ"
# act: who may (or may propose), then after ">" who confirms as the second person.
EXPECTED = {
    "accounts.create": "X",
    "accounts.list": "DASX",
    "accounts.reset": "X",
    "accounts.set_roles": "S>DS",
    "accounts.start": "X",
    "accounts.stop": "X",
    "calendar.days": ALL,
    "calendar.deadline": ALL,
    "calendar.notice": ALL,
    "calendar.publish": "C>X",
    "calendar.years": ALL,
    "catalogue.adopt": "C>DE",
    "catalogue.counts": ALL,
    "catalogue.history": ALL,
    "catalogue.list": ALL,
    "catalogue.updates": ALL,
    "covers.arrange": "DEC",
    "covers.end": "DEC",
    "covers.list": ALL,
    "flows.chart": ALL,
    "flows.list": ALL,
    "flows.set_limits": "C>DE",
    "flows.step": ALL,
    "journal.anchor": ALL,
    "journal.count": ALL,
    "journal.detail": "DAJ",
    "journal.page": ALL,
    "journal.verify": "DAJX",
    "limits.list": ALL,
    "login.change_password": ALL,
    "login.leave": ALL,
    "login.lock": ALL,
    "papers.control-charts": ALL,
    "papers.flows": ALL,
    "papers.people": ALL,
    "papers.pledge": READ,
    "papers.pledge-blank": READ,
    "papers.pledge-list": "CK",
    "papers.pledge-register": READ,
    "papers.pledge-sample": "CK",
    "papers.posts": ALL,
    "papers.regulation": ALL,
    "papers.risk-points": ALL,
    "papers.risk-table": ALL,
    "parameters.list": ALL,
    "parameters.set": "C>DE",
    "people.correct": "X",
    "people.enter": "X>DES",
    "people.import": "X>DES",
    "people.leave": "X>DES",
    "people.list": ALL,
    "people.move": "X>DES",
    "people.plan": "X",
    "pledges.count": READ,
    "pledges.file": "G",
    "pledges.find": READ,
    "pledges.issue": "CK",
    "pledges.issue_batch": "CK",
    "pledges.issue_set": "C",
    "pledges.moved": READ,
    "pledges.one": READ,
    "pledges.page": READ,
    "pledges.plan": "CK",
    "pledges.scan": READ,
    "pledges.sign": "CKG",
    "pledges.some": READ,
    "pledges.void": "C",
    "pledges.years": READ,
    "posts.card": ALL,
    "posts.career": ALL,
    "posts.history": ALL,
    "posts.revise": "C>DE",
    "posts.tree": ALL,
    "proposals.changes": "DECKGASX",
    "proposals.filed": "DECKGASX",
    "proposals.list": "DECKGASX",
    "proposals.reject": "DECKGASX",
    "proposals.withdraw": "DECKGASX",
    "regulations.read": ALL,
    "rights.table": ALL,
    "risks.control_table": ALL,
    "risks.figures": ALL,
    "risks.points": ALL,
    "risks.review": "C>DE",
    "risks.reviews": ALL,
    "workbench.changes": ALL,
    "workbench.figures": ALL,
    "workbench.todo": ALL,
}
BY_POST = {
    Role.DIRECTOR: "director",
    Role.DEPUTY: "deputy",
    Role.CHIEF: "planning_chief",
    Role.CLERK: "planning_clerk",
}


def pure_people() -> list[FirstPerson]:
    """Return one person for each role, who holds no other."""
    return [
        FirstPerson(
            f"某{role.caption}",
            BY_POST.get(role, ""),
            SINCE,
            login=str(role),
            password=PASSWORD,
            roles=() if role in BY_POST else (role,),
        )
        for role in Role
    ]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def pure(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    url = ""
    if request.param == "postgres":
        url = new_database(request.getfixturevalue("postgres_server"))
    folder: Path = tmp_path_factory.mktemp("pure") / "office"
    workspace = found(folder, SetClock(START), RESOURCES, FORMS, pure_people(), url=url)
    yield workspace
    workspace.close()


def session_of(workspace: Workspace, role: Role) -> Session:
    row = Account.get(Account.login == str(role))
    return Session(workspace, row.id, row.login, f"某{role.caption}")


def call_of(name: str) -> Callable[[Session], Any]:
    """Return a call of an act through its public function, with arguments that mean nothing."""
    if name.startswith("papers."):
        what = name.removeprefix("papers.")
        options = {"pledge": {"id": "1"}, "pledge-sample": {"values": {}}}.get(what, {})
        options = {"id": "assessment"} if what == "regulation" else options
        return lambda session: papers.build(
            session, what, papers.kind_of(what).formats[0], **options
        )
    function = FUNCTIONS[name]
    signature = inspect.signature(function)
    wanted = list(signature.parameters.values())[1:]
    arguments = [
        _nonsense(parameter) for parameter in wanted if parameter.default is parameter.empty
    ]
    return lambda session: function(session, *arguments)


def _nonsense(parameter: inspect.Parameter) -> Any:
    text = str(parameter.annotation)
    if parameter.name == "wanted":
        from jingyue_desktop.services import journal, pledge_register

        return journal.Filter() if "Filter" in text else pledge_register.Wanted()
    if parameter.name == "year" or text == "date":
        return START.year if parameter.name == "year" else START.date()
    for kind, value in (("Sequence", []), ("list", []), ("dict", {}), ("bool", False), ("int", 0)):
        if kind in text:
            return value
    return ""


def _functions() -> dict[str, Callable[..., Any]]:
    import sys

    registry()
    found: dict[str, Callable[..., Any]] = {}
    for name, entry in REGISTRY.items():
        for module in list(sys.modules.values()):
            if not getattr(module, "__name__", "").startswith("jingyue_desktop.services"):
                continue
            for value in vars(module).values():
                wrapped = getattr(value, "__wrapped__", None)
                if wrapped is not None and wrapped is entry.body:
                    found[name] = value
    return found


FUNCTIONS = _functions()


def test_the_table_names_every_act_and_no_other() -> None:
    assert sorted(EXPECTED) == sorted(registry())
    missing = [n for n in registry() if not n.startswith("papers.") and n not in FUNCTIONS]
    assert missing == []


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_services_let_through_whom_the_table_names(pure: Workspace, name: str) -> None:
    allowed = {LETTERS[letter] for letter in EXPECTED[name].partition(">")[0]}
    call = call_of(name)
    through = set()
    for role in Role:
        before = Log.select().where(Log.success == 0).count()
        try:
            call(session_of(pure, role))
            through.add(role)
        except NotAllowed as refusal:
            if refusal.rule != "岗位权限表":
                through.add(role)
                continue
            assert Log.select().where(Log.success == 0).count() == before + 1, "refusal not logged"
        except UserError:
            through.add(role)
    assert through == allowed


@pytest.mark.parametrize("name", sorted(n for n, roles in EXPECTED.items() if ">" in roles))
def test_second_persons_are_whom_the_table_names(name: str) -> None:
    wanted = {LETTERS[letter] for letter in EXPECTED[name].partition(">")[2]}
    assert registry()[name].second == wanted


def test_the_screen_shows_the_same_table() -> None:
    for row in rights.table():
        first, _, second = EXPECTED[row.name].partition(">")
        for letter, role in LETTERS.items():
            words = row.cells[role]
            assert (letter in second) == ("确认" in words)
            assert (letter in first) == any(word in words for word in ("办理", "提出", "查看"))


def test_a_changed_role_counts_at_the_next_call(pure: Workspace) -> None:
    session = session_of(pure, Role.AUDITOR)
    row = Account.get(Account.login == str(Role.AUDITOR))
    number = accounts.set_roles(
        session_of(pure, Role.SECURITY_ADMIN), row.id, row.revision, ["auditor", "commission"]
    )
    assert session.actor().roles == {Role.AUDITOR}
    proposals.confirm(session_of(pure, Role.DIRECTOR), number)
    assert session.actor().roles == {Role.AUDITOR, Role.COMMISSION}

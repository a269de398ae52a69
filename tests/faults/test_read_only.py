"""A8: an ordinary user before folders and files he may not write is refused with advice."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jingyue_desktop import exits
from jingyue_desktop.store.verify import TAMPERED
from tests.faults.children import Nursery, must_be_root, tool
from tests.faults.operations import Operation
from tests.faults.oracle import Promises, assert_kept
from tests.faults.plans import twenty
from tests.offices import Template

ORDINARY = 65534
# To read the interpreter wherever it is installed; it gives no right to write.
READS = "+dac_read_search"
ISSUE = Operation("op-1", "issue", {"project": "净月潭生态科技园"})
SIGN = Operation("op-2", "sign", {"pledge": 1, "revision": 1})


@pytest.fixture(scope="module")
def _ordinary() -> Iterator[Nursery]:
    must_be_root("working as an ordinary user")
    user = [f"--reuid={ORDINARY}", f"--regid={ORDINARY}", "--clear-groups"]
    caps = [f"--inh-caps={READS}", f"--ambient-caps={READS}"]
    with Nursery([tool("setpriv"), *user, *caps]) as warmed:
        yield warmed


@pytest.fixture
def nursery(_ordinary: Nursery) -> Iterator[Nursery]:
    """A nursery whose children are an ordinary user."""
    yield _ordinary
    _ordinary.send_home()


@pytest.fixture
def theirs(template_sqlite: Template) -> Iterator[Path]:
    """An office an ordinary user owns, where he can reach it."""
    place = Path(tempfile.mkdtemp(prefix="jingyue-"))
    folder = Path(shutil.copytree(template_sqlite.folder, place / "office"))
    (place / "scans").mkdir()
    for path in (place, *place.rglob("*")):
        os.chown(path, ORDINARY, ORDINARY)
    yield folder
    shutil.rmtree(place)


def close_all(folder: Path) -> None:
    for path in folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    folder.chmod(0o555)


def close_folder(folder: Path) -> None:
    folder.chmod(0o555)


def close_file(folder: Path) -> None:
    (folder / "office.db").chmod(0o444)


def close_log(folder: Path) -> None:
    (folder / "office.db-wal").chmod(0o444)


def close_index(folder: Path) -> None:
    (folder / "office.db-shm").chmod(0o444)


def close_lock(folder: Path) -> None:
    (folder / "workspace.lock").touch()
    os.chown(folder / "workspace.lock", 0, 0)
    (folder / "workspace.lock").chmod(0o444)


def nothing(folder: Path) -> None:
    """The control: everything stays as it was."""


def at_work(nursery: Nursery, folder: Path) -> Promises:
    """Leave the office as a kill at work leaves it: with its log and its index."""
    scans = str(folder.parent / "scans")
    plan = [one.data() for one in twenty()]
    child = nursery.start("do", folder=str(folder), scans=scans, operations=plan, stay=True)
    promises = Promises()
    promises.hear([child.hears("open"), *(child.hear() or [] for _ in range(40))])
    child.kill()
    child.rest()
    return promises


@pytest.mark.parametrize(
    "close", [close_all, close_folder, close_file, close_log, close_index, close_lock, nothing]
)
def test_what_cannot_be_written_is_refused_with_advice(
    nursery: Nursery,
    theirs: Path,
    monkeypatch: pytest.MonkeyPatch,
    close: Callable[[Path], None],
) -> None:
    promises = at_work(nursery, theirs)
    close(theirs)
    again = Operation("day-20", "issue", {"project": "净月潭"})
    child = nursery.start(
        "do",
        folder=str(theirs),
        scans=str(theirs.parent / "scans"),
        operations=[again.data()],
    )
    words = child.rest()
    if close is nothing:
        assert [word[0] for word in words] == ["open", "begin", "ack", "done"]
        promises.hear(words)
    else:
        ((first, kind, message, advice),) = words
        assert (first, kind) == ("fault", "UserError")
        assert "不能写入" in message and "权限" in advice
    theirs.chmod(0o755)
    assert_kept(theirs, promises)


def test_commands_refuse_and_checking_still_works(nursery: Nursery, theirs: Path) -> None:
    close_all(theirs)
    office = ["--workspace", str(theirs)]
    export = ["export", "risk-table", "--format", "pdf", "--user", "director", *office]
    for argv, code in (
        (export, exits.REFUSED),
        (["init", "--workspace", str(theirs / "new")], exits.REFUSED),
        (["init", *office], exits.REFUSED),
        (["demo", "--no-window", *office], exits.REFUSED),
        (["check", *office], exits.DONE),
        (["workdays", "--from", "2026-03-02", "--days", "5", *office], exits.DONE),
    ):
        ((_, left, out, err), _) = nursery.start("command", argv=argv).rest()
        assert left == code, (argv, out, err)
        assert "Traceback" not in out + err
        assert code == exits.DONE or len(err.splitlines()) == 2


def test_what_cannot_be_read_was_not_tampered_with(template_sqlite: Template) -> None:
    """Somebody else's check may not look into the attached files: it could not run, and says why."""
    must_be_root("working as an ordinary user")
    place = Path(tempfile.mkdtemp(prefix="jingyue-"))
    place.chmod(0o755)
    folder = Path(shutil.copytree(template_sqlite.folder, place / "office"))
    (place / "scans").mkdir()
    with Nursery() as warmed:
        scans, work = str(place / "scans"), [ISSUE.data(), SIGN.data()]
        warmed.start("do", folder=str(folder), scans=scans, operations=work).rest()
        check = ["check", "--workspace", str(folder)]

        def checked(user: int) -> tuple[int, str]:
            ((_, code, out, err), _) = warmed.start("command", argv=check, user=user).rest()
            return code, out + err

        (file,) = (path for path in (folder / "attachments").rglob("*") if path.is_file())
        assert file.stat().st_mode & 0o077 == 0, "a scan is its owner's alone"
        assert checked(0)[0] == exits.DONE
        code, said = checked(ORDINARY)
        assert code == exits.COULD_NOT_RUN and "附件 1 的文件读不出来" in said
        file.unlink()
        code, said = checked(0)
        assert code == TAMPERED and "附件 1 的文件已不存在" in said
    shutil.rmtree(place)


def test_a_folder_closed_later_refuses_what_goes_into_it(nursery: Nursery, theirs: Path) -> None:
    (theirs / "attachments").chmod(0o555)
    child = nursery.start(
        "do",
        folder=str(theirs),
        scans=str(theirs.parent / "scans"),
        operations=[ISSUE.data(), SIGN.data()],
    )
    words = child.rest()
    assert words[-1][:2] == ["fault", "UserError"]
    assert "没有写入权限" in words[-1][2]
    promises = Promises()
    promises.hear(words[:-1])
    assert list(promises.acknowledged) == [ISSUE.id]
    assert_kept(theirs, promises)

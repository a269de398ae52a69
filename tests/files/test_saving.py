"""A file appears whole or not at all, and the reason is told in words."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.saving import save_whole
from tests.papers import ROOT


def test_a_whole_file_takes_its_name(tmp_path: Path) -> None:
    target = tmp_path / "名册.pdf"
    with save_whole(target) as out:
        out.write(b"whole")
        assert not target.exists()
    assert target.read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["名册.pdf"]
    assert target.stat().st_mode & 0o777 == 0o644


def test_what_stood_there_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError), save_whole(target) as out:
        out.write(b"half")
        raise RuntimeError
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="保存位置不存在"), save_whole(tmp_path / "no" / "a.pdf"):
        pass


def test_a_folder_of_that_name(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.mkdir()
    with pytest.raises(UserError, match="没有保存"), save_whole(target) as out:
        out.write(b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


PROGRAM = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.saving import save_whole
{before}
try:
    with save_whole(Path({target!r})) as out:
        for _ in range(64):
            out.write(b"x" * 65536)
except UserError as fault:
    print(fault)
"""


def other_process(target: Path, before: str = "", run_as: list[str] | None = None) -> str:
    """Save four megabytes in another process and return what it told."""
    program = PROGRAM.format(root=str(ROOT), target=str(target), before=before)
    done = subprocess.run(
        [*(run_as or []), sys.executable, "-c", program],
        check=True,
        capture_output=True,
        timeout=60,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    return done.stdout.decode()


def test_a_disk_that_fills_up(tmp_path: Path) -> None:
    """A limit on the size of files breaks the write off in its middle, as a full disk does."""
    limit = textwrap.dedent(
        """
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000000, 1000000))
        """
    )
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    assert "没有保存" in other_process(target, limit)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    # Negative control: without the limit the very same program saves.
    assert other_process(target) == ""
    assert target.stat().st_size == 64 * 65536


def test_no_space_is_said_in_those_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="磁盘空间不足"), save_whole(tmp_path / "a.pdf"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_a_place_that_takes_no_files(tmp_path: Path, code: int) -> None:
    with pytest.raises(UserError, match="不能写入"), save_whole(tmp_path / "a.pdf"):
        raise OSError(code, os.strerror(code))


def test_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="磁盘读写出错"), save_whole(tmp_path / "a.pdf"):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

"""The launchers as files, and the locks they install from: what can be seen without running them."""

from __future__ import annotations

import re
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


def test_the_launcher_is_plain_sh_and_executable() -> None:
    path = ROOT / "jingyue"
    assert path.stat().st_mode & stat.S_IXUSR
    content = path.read_bytes()
    assert content.startswith(b"#!/bin/sh\n") and b"\r" not in content
    subprocess.run(["sh", "-n", str(path)], check=True)
    subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=True)


def test_every_package_of_the_lists_stands_beside_what_it_is_for() -> None:
    text = (ROOT / "jingyue").read_text(encoding="utf-8")
    pairs = dict(re.findall(r"(\S+?\.so\.\d+|\b\w[\w-]+):([a-z0-9.-]+)", text))
    assert pairs["libxcb-cursor.so.0"] == "libxcb-cursor0" and pairs["Xvfb"] == "xvfb"
    for library, package in pairs.items():
        if ".so." in library:
            stem, _, version = library.partition(".so.")
            known = {f"{stem.lower()}{version}", f"{stem.lower()}-{version}", stem.lower() + "1"}
            assert package in known | {"libglib2.0-0"}, library


def test_the_windows_launcher_is_safe_to_read() -> None:
    content = (ROOT / "jingyue.cmd").read_bytes()
    lines = content.decode("utf-8").split("\r\n")
    assert lines[-1] == "" and not any("\n" in line or "\r" in line for line in lines)
    assert not content.startswith(b"\xef\xbb\xbf"), "cmd would run the mark as a command"
    speaks = next(n for n, line in enumerate(lines) if line.startswith("chcp 65001"))
    assert all(line.isascii() for line in lines[:speaks])
    assert all(line.isascii() for line in lines if not line.startswith("echo "))


def test_the_windows_launcher_refers_to_what_is_there() -> None:
    text = (ROOT / "jingyue.cmd").read_text(encoding="utf-8")
    labels = re.findall(r"^:(\w+)$", text, re.M)
    assert set(re.findall(r"goto (\w+)", text)) <= set(labels)
    assert len(labels) == len(set(labels))
    defined = set(re.findall(r'set "(\w+)=', text)) | {"ERRORLEVEL"}
    assert set(re.findall(r"%(\w+)%", text)) <= defined
    for name in re.findall(r"%HERE%([\w.\\-]+)", text):
        assert name.startswith(".venv") or (ROOT / name).is_file(), name
    assert "-m jingyue_desktop" in text and (ROOT / "jingyue_desktop" / "__main__.py").is_file()
    assert 'start "" "%WINDOW%"' in text and "pythonw.exe" in text


@pytest.mark.parametrize(
    ("lock", "extra"),
    [
        ("requirements.lock", ""),
        ("tests/requirements.lock", "test"),
        ("tests/requirements-qt68.lock", "test"),
    ],
)
def test_a_lock_pins_every_dependency_with_hashes(lock: str, extra: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, re.M))
    assert len(pinned) == len(entries)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"].get(extra, [])]
    for requirement in map(Requirement, wanted):
        version = pinned[requirement.name.lower()]
        assert requirement.specifier.contains(version), f"{requirement} against {version}"
    assert ("pytest" in pinned) == bool(extra), "only tests have what only tests need"
    assert ("psycopg" in pinned) == bool(extra), "it would slow every start (peewee loads it)"
    assert (pinned["pyside6-essentials"] == "6.8.0.2") == lock.endswith("qt68.lock")

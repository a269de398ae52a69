"""A folder with the launcher and a stand-in program, for a real set-up without a network.

The program and its one library are small stand-ins, and so are ``apt-get`` and ``sudo`` where a
test needs them: nothing is installed on the machine.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = """
import importlib.metadata, json, os, sys
print(json.dumps({
    "argv": sys.argv[1:],
    "library": importlib.metadata.version("tiny"),
    "cwd": os.getcwd(),
    "safe": sys.flags.safe_path,
    "fds": sorted(os.listdir("/proc/self/fd")),
}))
sys.exit(int(os.environ.get("CODE", "0")))
"""
# A quick installer for tests of everything else: it unpacks what the lock names.
UV = """version=$(sed -n 's/^tiny==\\([0-9.]*\\).*/\\1/p' "$7")
cp -r "{wheels}/$version/." "${{4%/bin/python}}"/lib/python*/site-packages/"""
PYTEST = """
import os, pathlib, sys
print("pytest", *sys.argv[1:], os.environ.get("DISPLAY"), os.environ["QT_QPA_PLATFORM"], os.getcwd())
for argument in sys.argv:
    if argument.startswith("--junitxml="):
        pathlib.Path(argument.partition("=")[2]).write_text(
            '<testsuites><testsuite tests="3" failures="1" errors="0" skipped="0" time="0.5"/>'
            "</testsuites>"
        )
sys.exit(1)
"""


def wheel(folder: Path, version: str) -> str:
    """Build the wheel of a tiny library, with a stand-in for pytest in it; return its lock line."""
    path = folder / f"tiny-{version}-py3-none-any.whl"
    info = f"tiny-{version}.dist-info"
    contents = {
        "tiny.py": "",
        "pytest.py": PYTEST,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    contents[f"{info}/RECORD"] = "".join(_record(*item) for item in contents.items())
    with zipfile.ZipFile(path, "w") as made:
        for name, text in contents.items():
            made.writestr(name, text)
        made.extractall(folder / version)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"tiny=={version} \\\n    --hash=sha256:{digest}\n"


def _record(name: str, text: str) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(text.encode())}\n"


@dataclass
class Place:
    """A copy of the launcher with a stand-in program, and the tools that it finds."""

    home: Path
    folder: Path
    tools: Path
    wheels: Path
    env: dict[str, str] = field(default_factory=dict)

    def tool(self, name: str, script: str) -> None:
        """Put a program on the path, before those of the machine."""
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def lock(self, text: str, name: str = "requirements.lock") -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def command(self, *argv: str, launcher: Path | None = None) -> list[str]:
        return [str(launcher or self.folder / "jingyue"), *argv]

    def run(
        self, *argv: str, launcher: Path | None = None, cwd: Path | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*argv, launcher=launcher),
            cwd=cwd or self.home,
            env=self.env | env,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def without_uv(self) -> Place:
        """Leave the installing to the machine's own pip, hashes and all."""
        (self.tools / "uv").unlink()
        return self

    def log(self) -> str:
        path = self.home / ".local" / "state" / "jingyue" / "log" / "setup.log"
        return path.read_text(encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A folder with spaces and Chinese in its name, where nothing is set up yet."""
    made = Place(tmp_path / "home", tmp_path / "净月 廉效", tmp_path / "bin", tmp_path / "wheels")
    for path in (made.home, made.folder, made.tools, made.wheels):
        path.mkdir()
    shutil.copy(ROOT / "jingyue", made.folder)
    package = made.folder / "jingyue_desktop"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "__main__.py").write_text(STAND_IN)
    made.lock(wheel(made.wheels, "1.0"))
    # The interpreter of the machine, whatever environment these tests run in.
    base = f'exec "{os.path.realpath(sys.executable)}" "$@"'
    for name in ("python3.13", "python3.12"):
        made.tool(name, "exit 127")
    made.tool("python3.11", base)
    made.tool("uv", UV.format(wheels=made.wheels))
    made.env = {
        "PATH": f"{made.tools}:/usr/bin:/bin",
        "HOME": str(made.home),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(made.wheels),
    }
    return made


@pytest.fixture
def ready(place: Place) -> Place:
    """The same after its first start."""
    assert place.run().returncode == 0
    return place

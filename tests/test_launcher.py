"""The launchers: a real set-up from a lock with hashes, without a network, in a folder of a test's own.

The program they start is a small stand-in here, and so are ``apt-get`` and ``sudo``: nothing is
installed on the machine. A library that is missing is one that the loader finds and cannot open.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import tomllib
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
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


def test_first_use_sets_up_and_starts(place: Place) -> None:
    first = place.without_uv().run("workdays", "--from", "今天 下午", "")
    assert first.returncode == 0
    assert "首次使用" in first.stderr and first.stderr.endswith("准备完成。\n")
    said = json.loads(first.stdout)
    assert said["argv"] == ["workdays", "--from", "今天 下午", ""]
    assert (said["library"], said["cwd"], said["safe"]) == ("1.0", str(place.home), True)
    assert said["fds"] == ["0", "1", "2", "3"], "the lock of the set-up is not kept"
    assert not (place.folder / ".venv-new").exists()


def test_later_starts_are_quiet_and_need_nothing(ready: Place) -> None:
    shutil.rmtree(ready.wheels)
    for name in ("python3.11", "python3", "apt-get", "pip"):
        ready.tool(name, "exit 99")
    again = ready.run("check")
    assert (again.returncode, again.stderr) == (0, "")
    assert json.loads(again.stdout)["argv"] == ["check"]


def test_the_exit_code_is_the_programs(ready: Place) -> None:
    for code in (1, 3, 64, 70):
        assert ready.run("check", CODE=str(code)).returncode == code


def test_started_through_links_from_anywhere(ready: Place, tmp_path: Path) -> None:
    direct, through = tmp_path / "start", tmp_path / "a b" / "起 动"
    direct.symlink_to(ready.folder / "jingyue")
    through.parent.mkdir()
    through.symlink_to("../start")
    for launcher in (direct, through):
        said = ready.run("a", launcher=launcher, cwd=Path("/"))
        assert json.loads(said.stdout)["cwd"] == "/", said.stderr
    by_path = ready.run("a", launcher=Path("start"), PATH=f"{tmp_path}:{ready.env['PATH']}")
    assert json.loads(by_path.stdout)["argv"] == ["a"]
    by_name = subprocess.run(
        ["sh", "jingyue", "a"], cwd=ready.folder, env=ready.env, capture_output=True, text=True
    )
    assert json.loads(by_name.stdout)["argv"] == ["a"]


def test_a_moved_folder_needs_no_new_set_up(ready: Place, tmp_path: Path) -> None:
    ready.folder = ready.folder.rename(tmp_path / "elsewhere")
    moved = ready.run("a")
    assert (moved.returncode, moved.stderr) == (0, "")


def test_a_start_adds_less_than_a_tenth_of_a_second(ready: Place) -> None:
    python = ready.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)

    def seconds() -> float:
        begin = time.perf_counter()
        assert ready.run("a").returncode == 0
        return time.perf_counter() - begin

    assert min(seconds() for _ in range(5)) < 0.1


def test_another_lock_is_another_set_up(ready: Place) -> None:
    ready.lock(wheel(ready.wheels, "2.0"))
    renewed = ready.run()
    assert "准备完成" in renewed.stderr
    assert json.loads(renewed.stdout)["library"] == "2.0"
    assert ready.run().stderr == ""


@pytest.mark.parametrize("damage", ["half made", "no interpreter", "no stamp", "dangling"])
def test_a_damaged_set_up_repairs_itself(ready: Place, damage: str) -> None:
    environment = ready.folder / ".venv"
    python = environment / "bin" / "python"
    if damage == "half made":
        environment.rename(ready.folder / ".venv-new")
        (ready.folder / ".venv-new" / "installed.lock").unlink()
    elif damage == "no stamp":
        (environment / "installed.lock").unlink()
    else:
        python.unlink()
        if damage == "dangling":
            python.symlink_to("/nonexistent/python3.11")
    repaired = ready.run("a")
    assert repaired.returncode == 0 and "准备完成" in repaired.stderr
    assert json.loads(repaired.stdout)["library"] == "1.0"
    assert not (ready.folder / ".venv-new").exists()


def test_killed_in_the_middle_it_starts_over(place: Place) -> None:
    gate = place.home / "gate"
    os.mkfifo(gate)
    # The set-up stands still where it installs, until it is killed.
    place.tool("uv", f'echo here > "{gate}"; exec cat "{gate}"')
    stopped = subprocess.Popen(
        place.command(), env=place.env, stderr=subprocess.PIPE, process_group=0
    )
    assert gate.read_text() == "here\n"
    os.killpg(stopped.pid, signal.SIGKILL)
    stopped.communicate()
    assert (place.folder / ".venv-new").is_dir() and not (place.folder / ".venv").exists()
    said = place.without_uv().run()
    assert said.returncode == 0 and json.loads(said.stdout)["library"] == "1.0"
    assert not (place.folder / ".venv-new").exists()


def test_of_two_first_starts_one_waits(place: Place) -> None:
    install = UV.format(wheels=place.wheels)
    place.tool("uv", f'echo . >> "{place.home}/installs"\n{install}')
    both = [
        subprocess.Popen(
            place.command(), env=place.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert (place.home / "installs").read_text() == ".\n"


def test_a_hash_that_differs_is_refused(place: Place) -> None:
    place.lock(re.sub(r"sha256:\w+", "sha256:" + "0" * 64, wheel(place.wheels, "1.0")))
    refused = place.without_uv().run("a")
    assert (refused.returncode, refused.stdout) == (5, "")
    assert "程序组件没有装上。" in refused.stderr
    assert "HASHES" in place.log().upper()
    assert not (place.folder / ".venv").exists()


def test_without_a_network_it_says_so_and_where_the_details_are(place: Place) -> None:
    shutil.rmtree(place.wheels)
    refused = place.run("a")  # uv fails, then pip does
    assert refused.returncode == 5
    lines = refused.stderr.splitlines()
    assert lines[-3:-1] == [
        "程序组件没有装上。",
        "请检查网络后再启动一次，准备工作会从头再来。",
    ]
    assert Path(lines[-1].removeprefix("详细记录：")).read_text(encoding="utf-8") == place.log()


def test_no_python_that_is_new_enough(place: Place) -> None:
    for name in ("python3.11", "python3"):
        place.tool(name, 'case "$*" in *version_info*) exit 1;; esac; exit 99')
    refused = place.run("a")
    assert refused.returncode == 5
    assert "没有找到 Python 3.11 或更新的版本。" in refused.stderr
    assert "sudo apt-get install -y python3 python3-pip" in refused.stderr


def test_a_newer_python_that_does_not_run_is_passed_over(place: Place) -> None:
    place.tool("python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    assert place.run("a").returncode == 0


@pytest.fixture
def lacking(place: Place) -> Place:
    """A machine whose Qt libraries are not complete."""
    libraries = place.home / "libraries"
    libraries.mkdir()
    for name in ("libxcb-cursor.so.0", "libEGL.so.1"):
        (libraries / name).write_text("not a library")
    place.env["LD_LIBRARY_PATH"] = str(libraries)
    place.tool("id", "echo 1000")
    place.tool("sudo", "exit 1")
    place.tool("apt-get", f'echo "$*" >> "{place.home}/apt"; {_install(place)}')
    return place


def _install(place: Place) -> str:
    return f'case "$*" in install*) rm -f "{place.home}"/libraries/*;; esac'


def _asked(place: Place) -> list[str]:
    path = place.home / "apt"
    return path.read_text().splitlines() if path.exists() else []


INSTALL = "install -y --no-install-recommends libegl1 libxcb-cursor0"


def test_without_rights_the_exact_command_is_printed(lacking: Place) -> None:
    refused = lacking.run("a")
    assert (refused.returncode, refused.stdout) == (5, "")
    assert "缺少系统组件：libegl1 libxcb-cursor0\n" in refused.stderr
    command = f"请执行：sudo apt-get update && sudo apt-get {INSTALL}\n"
    assert command in refused.stderr
    assert _asked(lacking) == [] and not (lacking.folder / ".venv").exists()


@pytest.mark.parametrize("rights", ["root", "sudo"])
def test_with_rights_the_missing_libraries_are_installed(lacking: Place, rights: str) -> None:
    if rights == "root":
        lacking.tool("id", "echo 0")
    else:
        lacking.tool(
            "sudo", f'test "$1" = -n && shift && echo sudo >> "{lacking.home}/sudo" && exec "$@"'
        )
    done = lacking.run("a")
    assert done.returncode == 0, done.stderr
    assert "正在安装系统组件：libegl1 libxcb-cursor0\n" in done.stderr
    assert _asked(lacking) == [INSTALL]
    assert (lacking.home / "sudo").exists() == (rights == "sudo")


def test_stale_package_lists_are_renewed_once(lacking: Place) -> None:
    lacking.tool("id", "echo 0")
    lists = lacking.home / "lists"
    lacking.tool(
        "apt-get",
        f'echo "$*" >> "{lacking.home}/apt"\n'
        f'if [ "$1" = update ]; then touch "{lists}"; exit 0; fi\n'
        f'test -e "{lists}" || exit 100\n{_install(lacking)}',
    )
    assert lacking.run("a").returncode == 0
    assert _asked(lacking) == [INSTALL, "update", INSTALL]


@pytest.mark.parametrize("way", ["fails", "does nothing"])
def test_an_installation_that_does_not_help_names_what_is_missing(lacking: Place, way: str) -> None:
    lacking.tool("id", "echo 0")
    lacking.tool("apt-get", "exit 100" if way == "fails" else "exit 0")
    refused = lacking.run("a")
    assert refused.returncode == 5
    assert "libegl1 libxcb-cursor0" in refused.stderr.splitlines()[-3]
    assert f"apt-get update && apt-get {INSTALL}" in refused.stderr


def test_a_folder_that_cannot_be_written_is_named(place: Place) -> None:
    # Root is stopped by no mode: a removal that fails stands for the folder of somebody else.
    place.tool("rm", 'case "$*" in *.venv-new*) exit 1;; esac; exec /bin/rm "$@"')
    refused = place.run("a")
    assert refused.returncode == 5
    assert f"程序文件夹不能写入：{place.folder}" in refused.stderr


def test_started_from_a_file_manager_a_failure_is_shown_on_the_screen(lacking: Place) -> None:
    lacking.tool("notify-send", f'printf "%s\\n" "$@" >> "{lacking.home}/notified"')
    lacking.tool("zenity", f'printf "%s\\n" "$@" >> "{lacking.home}/shown"')
    lacking.run(DISPLAY=":99")
    shown = (lacking.home / "shown").read_text(encoding="utf-8")
    assert "缺少系统组件" in shown and INSTALL in shown and "setup.log" in shown
    assert "正在准备" in (lacking.home / "notified").read_text(encoding="utf-8")
    lacking.tool("zenity", "exit 1")
    lacking.run(WAYLAND_DISPLAY="wayland-0")
    assert "缺少系统组件" in (lacking.home / "notified").read_text(encoding="utf-8")


def test_a_terminal_or_no_screen_needs_no_dialog(lacking: Place) -> None:
    lacking.tool("zenity", f'touch "{lacking.home}/shown"')
    assert lacking.run().returncode == 5
    assert not (lacking.home / "shown").exists()


@pytest.fixture
def testing(place: Place) -> Place:
    """A place with a lock for tests and every program that they call."""
    place.lock(wheel(place.wheels, "1.0"), "tests/requirements.lock")
    for name in ("Xvfb", "xauth", "pdftotext", "strace", "soffice", "desktop-file-validate"):
        place.tool(name, "exit 0")
    return place


def test_tests_run_in_an_environment_of_their_own(testing: Place) -> None:
    said = testing.run("test", "tests/ui", "-k", "a b", DISPLAY=":0")
    assert said.returncode == 1
    wanted = f"pytest -n 2 tests/ui -k a b None offscreen {testing.folder}\n"
    assert said.stdout == wanted
    assert (testing.folder / ".venv-test").is_dir() and not (testing.folder / ".venv").exists()
    assert testing.run("test").stderr == ""


@pytest.mark.parametrize("argv", [["test", "--json", "-x"], ["--json", "test", "-x"]])
def test_tests_tell_their_result_as_json(testing: Place, argv: list[str]) -> None:
    said = testing.run(*argv)
    assert said.returncode == 1
    wanted = {"code": 1, "tests": 3, "failures": 1, "errors": 0, "skipped": 0, "seconds": 0.5}
    assert json.loads(said.stdout) == wanted
    assert "pytest -n 2 --junitxml=" in said.stderr and " -x None" in said.stderr


def test_help_of_test_is_the_programs(ready: Place) -> None:
    assert json.loads(ready.run("test", "--help").stdout)["argv"] == ["test", "--help"]


def test_another_lock_for_tests_has_its_own_environment(testing: Place) -> None:
    testing.lock(wheel(testing.wheels, "2.0"), "tests/requirements-qt68.lock")
    testing.run("test", JINGYUE_TEST_LOCK="tests/requirements-qt68.lock")
    found = list(testing.folder.glob(".venv-test-qt68/lib/*/site-packages/tiny-2.0.dist-info"))
    assert len(found) == 1


def test_a_program_that_tests_need_fails_by_name(testing: Place) -> None:
    testing.env["PATH"] = str(testing.tools)
    for name in "sh env cat cp cmp flock mkdir mktemp mv paste readlink rm tee".split():
        path = shutil.which(name)
        assert path
        (testing.tools / name).symlink_to(path)
    testing.tool("id", "echo 1000")
    testing.tool("apt-get", "exit 0")
    (testing.tools / "strace").unlink()
    (testing.tools / "soffice").unlink()
    refused = testing.run("test")
    assert (refused.returncode, refused.stdout) == (5, "")
    assert "缺少系统组件：strace libreoffice-calc-nogui\n" in refused.stderr


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

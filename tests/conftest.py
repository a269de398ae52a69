"""What every test has: Qt without a screen, no user's own folders, ready-made offices."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# Before any Qt import. Tests that need a real screen start their own Xvfb.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())

from tests.offices import (
    backend,
    clock,
    local_office,
    local_sessions,
    office,
    postgres_server,
    sessions,
    template_postgres,
    template_sqlite,
)

__all__ = [
    "backend",
    "clock",
    "local_office",
    "local_sessions",
    "office",
    "postgres_server",
    "sessions",
    "template_postgres",
    "template_sqlite",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the texts of tests/golden")


# A busy machine is no fault of the code under test, and the same change is judged the same twice.
# ``--hypothesis-profile=explore`` looks further.
settings.register_profile("office", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=3000)
settings.load_profile("office")


@pytest.fixture(autouse=True)
def _own_places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, logs and default workspaces of a test lie in a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return Path(__file__).resolve().parents[1]

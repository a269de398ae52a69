"""Shared by the fault tests: one warmed nursery, offices at rest to be damaged."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.children import Nursery
from tests.offices import Template


@pytest.fixture(scope="session")
def _warmed() -> Iterator[Nursery]:
    with Nursery() as warmed:
        yield warmed


@pytest.fixture
def nursery(_warmed: Nursery) -> Iterator[Nursery]:
    """The warmed nursery; no child outlives its test."""
    yield _warmed
    _warmed.send_home()


@pytest.fixture
def folder(template_sqlite: Template, tmp_path: Path) -> Path:
    """The folder of a founded office that nobody has open."""
    return Path(shutil.copytree(template_sqlite.folder, tmp_path / "office"))


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """Where scans lie before they are attached."""
    made = tmp_path / "scans"
    made.mkdir()
    return made

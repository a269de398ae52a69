"""One demo for all its tests: built once by the real command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.demo.building import demo


@dataclass(frozen=True)
class Built:
    """A finished demo: its folder, and (kind, path) of the papers it listed."""

    folder: Path
    papers: list[tuple[str, Path]]

    def of(self, ending: str) -> list[Path]:
        """Return the papers with an ending."""
        return [path for _, path in self.papers if path.suffix == ending]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A demo that tests only read."""
    folder = tmp_path_factory.mktemp("demo") / "演示 数据"
    said = demo(folder)
    assert said["workspace"] == str(folder)
    return Built(folder, [(row["kind"], Path(row["path"])) for row in said["papers"]])

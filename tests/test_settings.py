"""Settings: kept whole, and a missing or damaged file is only an empty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from jingyue_desktop.settings import Settings


def test_the_last_workspace_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "规划 局100%"
    folder.mkdir()
    file = tmp_path / "config" / "settings.ini"
    Settings(file).remember_workspace(folder)
    assert Settings(file).last_workspace() == folder
    assert [child.name for child in file.parent.iterdir()] == ["settings.ini"]


def test_a_relative_folder_is_kept_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "office").mkdir()
    monkeypatch.chdir(tmp_path)
    settings = Settings(tmp_path / "settings.ini")
    settings.remember_workspace(Path("office"))
    monkeypatch.chdir("/")
    assert settings.last_workspace() == tmp_path / "office"


def test_a_folder_that_is_gone_is_not_offered(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    settings = Settings(tmp_path / "settings.ini")
    settings.remember_workspace(folder)
    folder.rmdir()
    assert settings.last_workspace() is None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"no section", b"[start]\n[start]\n"])
def test_a_damaged_file_counts_as_empty_and_is_replaced(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.ini"
    file.write_bytes(content)
    settings = Settings(file)
    assert settings.last_workspace() is None
    settings.remember_workspace(tmp_path)
    assert settings.last_workspace() == tmp_path


def test_other_settings_in_the_file_stay(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    file.write_text("[later]\nthing = 1\n", encoding="utf-8")
    Settings(file).remember_workspace(tmp_path)
    assert "thing = 1" in file.read_text(encoding="utf-8")


def test_a_failed_write_leaves_the_old_file_and_no_scraps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.ini"
    settings = Settings(file)
    settings.remember_workspace(tmp_path)
    before = file.read_bytes()

    def refuse(_self: Path, _target: Path) -> Path:
        raise OSError("no space")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no space"):
        settings.remember_workspace(tmp_path / "other")
    assert file.read_bytes() == before
    assert [child.name for child in tmp_path.iterdir()] == ["settings.ini"]

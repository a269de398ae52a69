"""Places: found beside the package or inside it, and the user's own places apart from both."""

from __future__ import annotations

from pathlib import Path

import pytest

from jingyue_desktop import paths


def test_shipped_folders_exist(root: Path) -> None:
    assert paths.project_root() == root
    assert (paths.resources() / "fonts" / "JyFangSong-Regular.ttf").is_file()
    assert paths.forms().is_dir()


def test_a_bundle_has_them_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "bundle" / "jingyue_desktop"
    (package / "resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "PACKAGE", package)
    assert paths.resources() == package / "resources"
    assert paths.forms() == package / "forms"


def test_user_places_are_apart_from_program_and_from_each_other(root: Path) -> None:
    places = [
        paths.default_workspace(),
        paths.default_demo(),
        paths.user_settings_file(),
        paths.window_state_file(),
        paths.user_log_dir(),
    ]
    assert len(set(places)) == len(places)
    assert not any(place.is_relative_to(root) for place in places)
    workspaces = places[:2]
    assert not any(paths.user_log_dir().is_relative_to(place) for place in workspaces)


def test_every_face_has_its_licence_beside_it(root: Path) -> None:
    fonts = root / "resources" / "fonts"
    assert sorted(file.stem for file in fonts.glob("*.ttf")) == [
        "JyFangSong-Regular",
        "JyHei-Bold",
        "JyHei-Regular",
        "JyKai-Regular",
        "JySong-Bold",
        "JySong-Regular",
    ]
    licence = (root / "LICENSE").read_text(encoding="utf-8")
    for text in ("Fandol-GPL3.txt", "LXGW-OFL.txt", "NotoSC-OFL.txt"):
        assert (fonts / "LICENSES" / text).stat().st_size > 0
        assert text in licence
    assert "LICENSE-Tabler.txt" in licence
    assert len((fonts / "tgh8105.txt").read_text(encoding="utf-8").replace("\n", "")) == 8105

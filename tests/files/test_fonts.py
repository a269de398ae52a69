"""Faces: the office's own win, the bundled stand behind them, damaged ones harm nobody."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.files.fonts import (
    BUNDLED,
    FALLBACK,
    Fonts,
    load_fonts,
    missing_in,
    system_folders,
    to_unicode_map,
    unprintable,
)
from tests.papers import ROOT, fonts

FOLDER = ROOT / "resources" / "fonts"


def installed(tmp_path: Path, name: str, source: str | bytes) -> Fonts:
    """Return the faces with one more file among the installed ones."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    if isinstance(source, bytes):
        (folder / name).write_bytes(source)
    else:
        shutil.copy(FOLDER / source, folder / name)
    return load_fonts(FOLDER, [tmp_path / "none", folder])


def test_every_bundled_face_is_there_with_its_licence() -> None:
    assert all((FOLDER / file).is_file() for file in BUNDLED.values())
    assert {step for steps in FALLBACK.values() for step in steps} == set(BUNDLED)
    assert list((FOLDER / "LICENSES").iterdir())


@pytest.mark.parametrize("face", sorted(FALLBACK))
def test_every_face_draws_the_standard_characters(face: str) -> None:
    text = (FOLDER / "tgh8105.txt").read_text(encoding="utf-8")
    assert missing_in(fonts(), face, text) == []


@pytest.mark.parametrize("face", sorted(FALLBACK))
def test_every_face_draws_what_offices_type(face: str) -> None:
    text = "0123456789 abcXYZ （）《》〔〕「」“”‘’，。、；：？！…—·℃㎡±×÷≥≤Ⅰ①②③％‰￥【】"
    assert missing_in(fonts(), face, text) == []


def test_an_installed_official_face_wins(tmp_path: Path) -> None:
    found = installed(tmp_path, "simfang.ttf", BUNDLED["kai"])
    assert found.name("fang").endswith("simfang")
    assert found.glyphs("fang")["规"][0].endswith("simfang")
    assert fonts().name("fang").endswith("JyFangSong-Regular")
    assert found.name("hei").endswith("JyHei-Regular")


def test_the_bundled_face_stands_behind_the_official_one(tmp_path: Path) -> None:
    """The bundled 仿宋 lacks 喆, too: installed as the official one it falls back all the same."""
    found = installed(tmp_path, "simfang.ttf", BUNDLED["fang"])
    assert "simfang" in found.glyphs("fang")["王"][0]
    assert "JySong" in found.glyphs("fang")["喆"][0]


@pytest.mark.parametrize(
    "damage",
    [b"", b"not a font at all", b"OTTO" + b"\0" * 2000, b"\x00\x01\x00\x00" + b"\xff" * 500],
)
def test_a_face_that_cannot_be_embedded_is_passed_over(tmp_path: Path, damage: bytes) -> None:
    found = installed(tmp_path, "simhei.ttf", damage)
    assert found.name("hei").endswith("JyHei-Regular")


def test_a_truncated_face_is_passed_over(tmp_path: Path) -> None:
    whole = (FOLDER / BUNDLED["hei"]).read_bytes()
    found = installed(tmp_path, "simhei.ttf", whole[: len(whole) // 2])
    assert found.glyphs("hei")["规"][0].endswith("JyHei-Regular")


def test_widths_are_those_of_full_and_half_characters() -> None:
    for face in ("fang", "song", "hei", "title"):
        named = fonts().glyphs(face)
        assert named["规"][1] == named["，"][1] == named["\u3000"][1] == 1000
        assert 400 < named["0"][1] < 650


def test_spaces_are_never_missing() -> None:
    assert missing_in(fonts(), "song", " \t\n\u00a0\u3000") == []


def test_unprintable_characters_are_named() -> None:
    fault = unprintable(["𠮷", "\u202e"])
    assert isinstance(fault, UserError)
    assert "“𠮷”（U+20BB7）" in fault.message
    assert "U+202E" in fault.message and "\u202e" not in fault.message


def test_a_map_back_to_text_has_pairs_beyond_the_first_plane() -> None:
    made = to_unicode_map("F", [0, ord("规"), 0x20BB7])
    assert "<01> <89C4>" in made
    assert "<02> <D842DFB7>" in made
    assert made.index("begincodespacerange") < made.index("beginbfchar")


def test_a_map_has_no_block_over_a_hundred_lines() -> None:
    """The format allows a hundred entries in a block (Adobe Technical Note 5014)."""
    made = to_unicode_map("F", list(range(0x4E00, 0x4E00 + 250)))
    sizes = [int(line.split()[0]) for line in made.splitlines() if line.endswith("beginbfchar")]
    assert sizes == [100, 100, 50]


def test_this_machine_has_places_for_faces() -> None:
    assert all(isinstance(folder, Path) for folder in system_folders())
    assert system_folders()

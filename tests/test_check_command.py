"""The command ``check``: every verdict by its exit code, whatever else is wrong beside the data."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from jingyue_desktop import cli, exits, paths
from jingyue_desktop.store.anchor import Anchor
from jingyue_desktop.store.verify import SOUND, TAMPERED, TRUNCATED
from tests.offices import PASSWORD, RESOURCES, Template

Check = Callable[..., tuple[int, dict[str, object]]]
EXPORT = ["export", "posts", "--format", "pdf", "--user", "director", "--workspace"]


@pytest.fixture
def folder(template_sqlite: Template, tmp_path: Path) -> Path:
    """The folder of a founded office that nobody has open."""
    return Path(shutil.copytree(template_sqlite.folder, tmp_path / "office"))


@pytest.fixture
def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Run ``check --json`` on the office; returns its exit code and what it said."""

    def run(*more: str) -> tuple[int, dict[str, object]]:
        code = cli.main(["check", "--json", "--workspace", str(folder), *more])
        out, _ = capsys.readouterr()
        return code, json.loads(out)

    return run


def do(folder: Path, sql: str) -> None:
    """Change the database behind the program's back."""
    with closing(sqlite3.connect(folder / "office.db")) as db:
        db.execute(sql)
        db.commit()


def test_sound_data_with_its_counts(check: Check) -> None:
    code, said = check()
    assert (code, said["code"], said["findings"], said["notes"]) == (SOUND, SOUND, [], [])
    counts = said["counts"]
    assert isinstance(counts, dict) and list(counts.items()) == [
        ("类", 3),
        ("事项", 11),
        ("流程", 7),
        ("风险点", 53),
        ("承诺", 6),
        ("制度", 7),
        ("档案表", 7),
        ("要求", 9),
        ("方式", 6),
        ("岗位", 8),
        ("编制", 11),
    ]


def test_other_counts_than_the_shipped_ones_are_a_note(
    check: Check, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    newer = shutil.copytree(RESOURCES, tmp_path / "newer")
    office = newer / "office" / "office.toml"
    more = '[[dossier_form]]\ncode = "D8"\norder = 8\nname = "新表"\nsource = "设"\n\n[[basis]]'
    office.write_text(office.read_text(encoding="utf-8").replace("[[basis]]", more, 1))
    monkeypatch.setattr(paths, "resources", lambda: newer)
    code, said = check()
    assert (code, said["notes"]) == (SOUND, ["说明：档案表现为 7，程序自带目录为 8。"])


def test_wrong_data_of_the_program_hides_no_verdict(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(paths, "resources", lambda: tmp_path / "nothing")
    code, said = check()
    assert code == SOUND and said["counts"]
    (note,) = said["notes"]  # type: ignore[misc]
    assert "office.toml" in note
    do(folder, "UPDATE person SET name = '别人' WHERE id = 3")
    assert check()[0] == TAMPERED


@pytest.mark.parametrize(
    "body", ["{}", "not json", "[]", '{"code": "director"}', "NULL"], ids=lambda text: text[:8]
)
def test_a_catalogue_that_cannot_be_read_is_tampered_not_a_bug(
    check: Check, folder: Path, body: str
) -> None:
    do(folder, f"UPDATE catalogue_item SET body = '{body}' WHERE kind = 'post' AND code = 'deputy'")
    code, said = check()
    assert code == said["code"] == TAMPERED
    assert any("业务目录" in text for text in said["findings"])  # type: ignore[attr-defined]


def test_damaged_pages_are_tampered(check: Check, folder: Path) -> None:
    path, chance = folder / "office.db", random.Random(3)
    whole = path.read_bytes()
    for _ in range(20):
        page = chance.randrange(2, len(whole) // 4096)
        spoilt = bytearray(whole)
        spoilt[page * 4096 : (page + 1) * 4096] = chance.randbytes(4096)
        path.write_bytes(spoilt)
        code, said = check()
        assert code == TAMPERED and said["findings"], said
    path.write_bytes(whole)
    assert check()[0] == SOUND


def test_an_anchor_beyond_the_end_is_truncated_and_a_wrong_word_is_no_anchor(check: Check) -> None:
    code, said = check("--anchor", Anchor(900, "9f" * 32).text())
    assert (code, said["code"]) == (TRUNCATED, TRUNCATED)
    code, said = check("--anchor", "今天")
    assert code == exits.COULD_NOT_RUN and "锚点写法不对" in str(said["findings"])


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_tampered_data_is_not_exported(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    as_json: list[str],
) -> None:
    monkeypatch.setenv("JINGYUE_PASSWORD", PASSWORD)
    assert cli.main([*EXPORT, str(folder), *as_json]) == exits.DONE
    (paper,) = (folder / "papers").iterdir()
    paper.unlink()
    do(folder, "UPDATE person SET name = '别人' WHERE id = 3")
    assert cli.main([*EXPORT, str(folder), *as_json]) == exits.REFUSED
    assert "核验没有通过" in capsys.readouterr().err
    assert list((folder / "papers").iterdir()) == []

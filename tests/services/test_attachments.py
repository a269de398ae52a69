"""Names and kinds of attached files (E6): nothing outside the store, nothing but what is allowed."""

from __future__ import annotations

import io
import os
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from jingyue_desktop.domain.errors import UserError
from jingyue_desktop.services import pledge_register, pledges
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.attachments import NAME_LENGTH, clean_name, store_file
from jingyue_desktop.store.tables import Attachment
from tests.offices import Sessions
from tests.services.test_pledges import PDF, SITING


def picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(held, "PNG")
    return held.getvalue()


PNG = picture()


def tree(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() or path.is_symlink()}


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../x.pdf", "x.pdf"),
        ("..\\x.pdf", "x.pdf"),
        ("C:\\x.pdf", "x.pdf"),
        ("/etc/x.pdf", "x.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1", "_lpt1"),
        ("a\0b.pdf", "ab.pdf"),
        ("\u202egpj.扫描.pdf", "gpj.扫描.pdf"),
        ("x.pdf. . ", "x.pdf"),
        ("中文 名.pdf", "中文 名.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("", "未命名"),
        ("...", "未命名"),
    ],
)
def test_a_name_is_only_data(raw: str, kept: str) -> None:
    assert clean_name(raw) == kept


def test_a_long_name_keeps_its_ending_and_twins_are_one() -> None:
    long = clean_name("长" * 300 + ".pdf")
    assert len(long) == NAME_LENGTH and long.endswith("长.pdf")
    composed = unicodedata.normalize("NFC", "ñé.pdf")
    assert clean_name(unicodedata.normalize("NFD", composed)) == composed


@pytest.mark.parametrize(
    "name",
    ["..扫描.pdf", "CON.pdf", "扫描\u202efdp.pdf", "中文 名.pdf", "长" * 60 + ".pdf", "-rf.pdf"],
)
def test_nothing_is_written_outside_the_store(
    local_office: Workspace, local_sessions: Sessions, tmp_path: Path, name: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / name).write_bytes(PDF)
    number = pledges.issue(local_sessions["planning_clerk"], dict(SITING))
    before = tree(tmp_path)
    pledges.sign(local_sessions["planning_clerk"], number, 1, str(outside / name), "2026-03-02")
    new = {path for path in tree(tmp_path) - before if "office.db" not in path.name}
    store = local_office.folder / "attachments"
    assert len(new) == 1 and all(path.is_relative_to(store) for path in new)
    kept = pledge_register.scan_of(local_sessions["auditor"], number)
    assert kept is not None and kept.path in new
    assert kept.name == clean_name(name) and "\u202e" not in kept.name


def test_the_same_content_is_kept_once(
    local_office: Workspace, local_sessions: Sessions, tmp_path: Path
) -> None:
    for name in ("甲.pdf", "乙.pdf"):
        (tmp_path / name).write_bytes(PDF)
        number = pledges.issue(local_sessions["planning_clerk"], dict(SITING))
        pledges.sign(
            local_sessions["planning_clerk"], number, 1, str(tmp_path / name), "2026-03-02"
        )
    assert Attachment.select().count() == 1
    assert len(tree(local_office.folder / "attachments")) == 1


def make_link(path: Path) -> None:
    target = path.with_name("target.pdf")
    target.write_bytes(PDF)
    path.symlink_to(target)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (make_link, "普通文件"),
        (lambda path: os.mkfifo(path), "普通文件"),
        (lambda path: path.mkdir(), "普通文件"),
        (lambda path: None, "读不到"),
        (lambda path: path.write_bytes(b""), "空的"),
        (lambda path: path.write_bytes(b"MZ" + b"\0" * 100), "类型不符"),
        (lambda path: path.write_bytes(PNG), "类型不符"),
    ],
)
def test_what_is_no_such_file_is_refused(
    local_office: Workspace, local_sessions: Sessions, tmp_path: Path, make: object, told: str
) -> None:
    path = tmp_path / "扫描.pdf"
    make(path)  # type: ignore[operator]
    number = pledges.issue(local_sessions["planning_clerk"], dict(SITING))
    with pytest.raises(UserError, match=told):
        pledges.sign(local_sessions["planning_clerk"], number, 1, str(path), "2026-03-02")
    assert Attachment.select().count() == 0
    assert tree(local_office.folder / "attachments") == set()


@pytest.mark.parametrize("name", ["x.pdf.exe", "x.exe", "x", "x.PDF"])
def test_the_last_ending_counts(local_office: Workspace, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(PDF)
    if name == "x.PDF":
        assert store_file(local_office.folder, tmp_path / name).media == "pdf"
        return
    with pytest.raises(UserError, match="类型不符"):
        store_file(local_office.folder, tmp_path / name)


def test_a_picture_is_looked_at_and_a_broken_one_refused(
    local_office: Workspace, tmp_path: Path
) -> None:
    good, broken = tmp_path / "好.png", tmp_path / "坏.png"
    good.write_bytes(PNG)
    broken.write_bytes(PNG[:40] + b"\0" * 20)
    assert store_file(local_office.folder, good).media == "png"
    with pytest.raises(UserError, match="损坏"):
        store_file(local_office.folder, broken)


def test_a_file_too_large_leaves_nothing(
    local_office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jingyue_desktop.store import attachments

    monkeypatch.setattr(attachments, "LIMIT", 2 * 1024 * 1024)
    (tmp_path / "大.pdf").write_bytes(PDF + b"\0" * 3 * 1024 * 1024)
    with pytest.raises(UserError, match="50 MB"):
        store_file(local_office.folder, tmp_path / "大.pdf")
    assert tree(local_office.folder / "attachments") == set()

"""The strict loader: whatever is wrong with a form file is named with file, line and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from jingyue_desktop.domain.errors import DataFault
from jingyue_desktop.paper.definition import (
    checksum,
    load_form,
    newest_version,
    published_line,
    read_form_file,
)

LETTER = """\
name = "note"
version = 1
title = "便函"
layout = "letter"

[[field]]
key = "to"
title = "收件人"
kind = "text"

[[field]]
key = "agreed"
title = "是否同意"
kind = "yes_no"

[[block]]
style = "title"
text = "便函"

[[block]]
style = "body"
text = "{to}：{agreed}"
"""
TABLE = """\
name = "list"
version = 1
title = "清单"
layout = "table"
widths = [30, 70]

[page]
paper = "A3"
landscape = true

[[field]]
key = "day"
title = "日期"
kind = "date"

[[field]]
key = "rows"
title = "明细"
kind = "table"
columns = [
    { key = "name", title = "名称", kind = "text" },
    { key = "count", title = "数量", kind = "number" },
]

[[row]]
cells = [{ text = "日期" }, { value = "day" }]

[[row]]
cells = [{ value = "rows" }]
"""


def written(folder: Path, text: str) -> Path:
    """Write a form file under the name it says it has."""
    name = "list" if 'layout = "table"' in text else "note"
    path = folder / f"{name}.v1.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", [LETTER, TABLE])
def test_a_sound_form_loads(tmp_path: Path, text: str) -> None:
    form = read_form_file(written(tmp_path, text))
    assert form.version == 1
    assert [field.key for field in form.inputs()]


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1
    return text.replace(old, new, 1)


FAULTS = [
    # text, old, new, line, words of the fault
    (LETTER, 'title = "便函"\nlayout', 'titel = "便函"\nlayout', None, "titel"),
    (LETTER, "version = 1\n", "", None, "version"),
    (LETTER, "version = 1", 'version = "1"', 2, "整数"),
    (LETTER, '"letter"', '"leaflet"', 4, "letter、table"),
    (LETTER, 'kind = "text"', 'kind = "txt"', 9, "txt"),
    (LETTER, 'kind = "text"', 'kind = "text"\ncolour = "red"', 6, "colour"),
    (LETTER, 'kind = "text"', 'kind = "text"\nmax = "9"', 10, "整数"),
    (LETTER, 'kind = "text"', 'kind = "text"\nkind = "date"', 10, "写了两次"),
    (LETTER, 'kind = "text"', 'kind = "text"\nalign = "middle"', 10, "left、center、right"),
    (LETTER, 'kind = "text"', 'kind = "choice"', 9, "choices"),
    (LETTER, 'kind = "text"', 'kind = "text"\nchoices = ["甲"]', 9, "choices"),
    (LETTER, 'kind = "text"', 'kind = "ticks"\nchoices = ["甲、乙"]', 10, "顿号"),
    (LETTER, 'kind = "text"', 'kind = "computed"', 9, "compute"),
    (LETTER, 'kind = "text"', 'kind = "computed"\ncompute = "guess"', 9, "row_count"),
    (LETTER, 'kind = "text"', 'kind = "table"', 9, "columns"),
    (LETTER, 'kind = "text"', 'kind = "text"\nblank = -1', 7, "blank"),
    (LETTER, 'key = "agreed"', 'key = "to"', 11, "写了两次"),
    (LETTER, 'key = "agreed"', 'key = "is it"', 12, "键"),
    (LETTER, "{agreed}", "{agree}", 22, "agree"),
    (LETTER, "：{agreed}", "", 11, "没有印在纸上的位置"),
    (LETTER, "{agreed}", "{agreed", 22, "花括号"),
    (LETTER, "{agreed}", "{agreed!r}", 22, "模板"),
    (LETTER, "{agreed}", "{agreed:>9}", 22, "模板"),
    (LETTER, "{agreed}", "{agreed.real}", 22, "模板"),
    (LETTER, "{agreed}", "{}", 22, "模板"),
    (LETTER, 'style = "body"', 'style = "shout"', 21, "shout"),
    (LETTER, 'style = "title"', 'style = "title"\nfont = "big"', 16, "font"),
    (LETTER, 'style = "title"\ntext = "便函"', 'style = "gap"', 16, "gap"),
    (LETTER, 'style = "title"\ntext = "便函"', 'style = "qr"\ntext = "码"', 18, "一个栏目"),
    (LETTER, "[[block]]", "[[row]]\ncells = []\n\n[[block]]", 4, "letter"),
    (LETTER, "[[block]]", '[[check]]\nname = "same"\nfields = ["to"]\n\n[[block]]', 17, "same"),
    (LETTER, "[[block]]", '[[check]]\nname = "in_order"\nfields = ["on"]\n\n[[block]]', 18, "on"),
    (LETTER, "[[field]]", "[field]", None, ""),
    (LETTER, 'layout = "letter"', 'layout = "letter"\n[page]\npapre = "A4"', 5, "papre"),
    (LETTER, 'name = "note"', 'name = "letter"', 1, "文件名"),
    (LETTER, 'title = "便函"\nlayout', "title = \nlayout", 3, "TOML"),
    (TABLE, "widths = [30, 70]", "widths = [30, 70, 5]", 25, "列数"),
    (TABLE, "widths = [30, 70]", 'widths = ["30"]', 5, "数"),
    (TABLE, "widths = [30, 70]\n", "", 4, "widths"),
    (TABLE, '"A3"', '"A5"', 8, "A4、A3"),
    (TABLE, '{ text = "日期" }', '{ text = "日期", value = "day" }', 26, "text 或 value"),
    (TABLE, '{ text = "日期" }', '{ text = "日期", style = "loud" }', 26, "loud"),
    (TABLE, '{ text = "日期" }', '{ words = "日期" }', 26, "words"),
    (TABLE, '{ value = "day" }', '{ value = "date" }', 26, "date"),
    (TABLE, "cells = [{ value", "cell = [{ value", 28, "cell"),
    (TABLE, 'cells = [{ value = "rows" }]', "cells = 1", 29, "清单"),
    (TABLE, 'title = "数量", kind = "number"', 'title = "数量", kind = "sign"', 22, "简单栏目"),
    (TABLE, 'title = "数量", kind = "number"', 'title = "数量", kind = "int"', 22, "int"),
    (TABLE, 'key = "count"', 'key = "name"', None, "写了两次"),
]


@pytest.mark.parametrize(("text", "old", "new", "line", "words"), FAULTS)
def test_a_fault_names_file_line_and_place(
    tmp_path: Path, text: str, old: str, new: str, line: int | None, words: str
) -> None:
    path = written(tmp_path, changed(text, old, new))
    with pytest.raises(DataFault) as fault:
        read_form_file(path)
    assert fault.value.file == path.name
    assert path.name in str(fault.value)
    assert words in str(fault.value)
    if line is not None:
        assert fault.value.place.startswith(f"第 {line} 行"), fault.value.place


def test_a_missing_file_and_another_encoding(tmp_path: Path) -> None:
    with pytest.raises(DataFault, match="文件不存在"):
        read_form_file(tmp_path / "none.v1.toml")
    path = tmp_path / "note.v1.toml"
    path.write_bytes(LETTER.encode("gbk"))
    with pytest.raises(DataFault, match="UTF-8"):
        read_form_file(path)


def test_the_newest_version_is_loaded_and_older_ones_stay(tmp_path: Path) -> None:
    written(tmp_path, LETTER)
    newer = changed(changed(LETTER, "version = 1", "version = 12"), "便函", "新便函")
    (tmp_path / "note.v12.toml").write_text(newer, encoding="utf-8")
    (tmp_path / "note.vold.toml").write_text("", encoding="utf-8")
    (tmp_path / "notes.v99.toml").write_text("", encoding="utf-8")
    assert newest_version(tmp_path, "note") == 12
    assert load_form(tmp_path, "note").title == "新便函"
    assert load_form(tmp_path, "note", 1).title == "便函"
    with pytest.raises(DataFault, match="没有这个表单"):
        load_form(tmp_path, "memo")


def test_a_published_form_may_not_change(tmp_path: Path) -> None:
    path = written(tmp_path, LETTER)
    (tmp_path / "published.toml").write_text(published_line(path) + "\n", encoding="utf-8")
    path.write_text(changed(LETTER, "收件人", "收信人"), encoding="utf-8")
    with pytest.raises(DataFault, match="已公布的表单被改动"):
        load_form(tmp_path, "note")


def test_a_published_form_loads_and_a_draft_beside_it(tmp_path: Path) -> None:
    path = written(tmp_path, LETTER)
    (tmp_path / "published.toml").write_text(published_line(path) + "\n", encoding="utf-8")
    written(tmp_path, TABLE)
    assert load_form(tmp_path, "note").title == "便函"
    assert load_form(tmp_path, "list").title == "清单"


def test_line_ends_do_not_change_a_checksum(tmp_path: Path) -> None:
    path = written(tmp_path, LETTER)
    before = checksum(path)
    path.write_bytes(LETTER.replace("\n", "\r\n").encode())
    assert checksum(path) == before
    path.write_text(LETTER + " ", encoding="utf-8")
    assert checksum(path) != before

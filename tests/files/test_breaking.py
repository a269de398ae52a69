"""Lines of Chinese end where they may, lose nothing and never run over the edge."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from jingyue_desktop.files.breaking import NO_END, NO_START, break_lines, break_title, may_end

EM = 10.0
WORDS = [
    "规",
    "划",
    "局",
    "承诺",
    "建设工程",
    "2026年3月2日",
    "10 000",
    "GB/T",
    "A4",
    "第12条",
    "15.5米",
]
MARKS = ["，", "。", "、", "；", "）", "》", "”", "：", "？", "……", "（", "《", "“", " ", "\u3000"]
# Words with single marks between them: what people write, where every rule can be kept.
ordinary = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS) | st.just("")), min_size=1, max_size=60
).map(lambda pairs: "".join(word + mark for word, mark in pairs))
anything = st.text(
    st.sampled_from("规划，。（）《》…—0123456789abcAB.-/ \u3000") | st.characters(codec="utf-8"),
    max_size=200,
)


def widths_of(text: str) -> list[float]:
    return [EM / 2 if ch.isascii() else EM for ch in text]


def broken(text: str, room: float, first: float | None = None) -> list[str]:
    spans = break_lines(text, widths_of(text), room if first is None else first, room)
    return [text[start:end] for start, end in spans]


def without_spaces(text: str) -> str:
    return text.replace(" ", "").replace("\u3000", "")


@given(anything, st.floats(20, 400), st.floats(20, 400))
def test_nothing_is_lost_and_nothing_runs_over(text: str, first: float, rest: float) -> None:
    lines = broken(text, rest, first)
    assert without_spaces("".join(lines)) == without_spaces(text)
    for n, line in enumerate(lines):
        assert sum(widths_of(line)) <= (rest if n else first) + 0.02 or len(line) == 1


@given(ordinary, st.floats(16 * EM, 40 * EM))
@example("《" + "规划" * 20 + "》", 16 * EM)
def test_marks_stand_where_they_may(text: str, room: float) -> None:
    lines = [line for line in broken(text, room) if line]
    assert not any(line[0] in NO_START for line in lines[1:])
    assert not any(line[-1] in NO_END for line in lines[:-1])


@given(ordinary, st.floats(16 * EM, 40 * EM))
def test_words_numbers_and_dates_stay_whole(text: str, room: float) -> None:
    lines = broken(text, room)
    for word in ("2026年3月2日", "10 000", "GB/T", "第12条", "15.5米"):
        # Where two words run into one (``GB/T10 000``) there is no telling where one begins.
        alone = re.findall(rf"(?<![0-9A-Za-z ]){re.escape(word)}(?![0-9A-Za-z ])", text)
        assert sum(line.count(word) for line in lines) >= len(alone)


def test_the_rules_bite() -> None:
    """Negative control: cut every ten characters, and the same text breaks them."""
    text = "规划局依法作出如下承诺，规划局依法作出如下承诺。（规划局依法作出"
    cut = [text[n : n + 11] for n in range(0, len(text), 11)]
    assert any(line[0] in NO_START for line in cut)
    assert not any(line[0] in NO_START for line in broken(text, 11 * EM))


def test_a_line_is_as_full_as_the_rules_allow() -> None:
    assert broken("规划局作出承诺，办结", 7 * EM) == ["规划局作出承", "诺，办结"]
    assert broken("规划局作出（承诺）", 6 * EM) == ["规划局作出", "（承诺）"]
    assert broken("规划局作出承诺——办结", 8 * EM) == ["规划局作出承", "诺——办结"]


def test_spaces_at_a_break_stand_on_neither_line() -> None:
    assert broken("规划窗口\u3000选址意见书", 5 * EM) == ["规划窗口", "选址意见书"]
    assert broken("规划窗口  选址", 4 * EM) == ["规划窗口", "选址"]


def test_a_word_longer_than_its_line_is_cut_at_its_joints() -> None:
    assert broken("2026年12月31日", 4 * EM) == ["2026年", "12月31日"]
    assert broken("a" * 25, 5 * EM) == ["a" * 10, "a" * 10, "a" * 5]


def test_joined_stretches_stay_together() -> None:
    text = "口规划窗口口选址意见书"
    spans = break_lines(text, widths_of(text), 8 * EM, 8 * EM, [(0, 5), (5, 11)])
    assert [text[a:b] for a, b in spans] == ["口规划窗口", "口选址意见书"]


def test_ten_thousand_characters_break_at_once() -> None:
    text = "长文字，" * 2500
    lines = broken(text, 28 * EM)
    assert "".join(lines) == text
    assert max(map(len, lines)) <= 28


def test_a_title_stands_in_a_trapezium() -> None:
    text = "净月开发区规划局行政许可重要涉权事项初审业务流程运行表管理规定"
    lines = spans_text(text, break_title(text, widths_of(text), 20 * EM))
    assert "".join(lines) == text
    short, long = sorted(map(len, lines))
    assert 0.7 <= short / long < 1
    # Plain breaking leaves the second line short, and the title on one leg.
    assert len(broken(text, 20 * EM)[1]) / 20 < 0.7


def test_a_title_breaks_beside_names_in_brackets() -> None:
    text = "净月开发区规划局关于《建设工程规划许可证》初审的规定"
    lines = spans_text(text, break_title(text, widths_of(text), 20 * EM))
    assert lines == ["净月开发区规划局关于", "《建设工程规划许可证》初审的规定"]


def spans_text(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[a:b] for a, b in spans]


@given(ordinary, st.floats(16 * EM, 40 * EM))
def test_a_title_keeps_the_rules_too(text: str, room: float) -> None:
    spans = break_title(text, widths_of(text), room)
    lines = spans_text(text, spans)
    assert without_spaces("".join(lines)) == without_spaces(text)
    assert all(sum(widths_of(line)) <= room + 0.02 for line in lines)
    assert len(lines) == len(broken(text, room))


def test_may_end_knows_the_marks() -> None:
    assert may_end("规划", 1)
    assert not may_end("规，", 1)
    assert not may_end("（规", 1)
    assert not may_end("……", 1)

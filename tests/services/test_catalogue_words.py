"""The catalogue in words: every field has a Chinese caption, codes become names, changes are true ones."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace

import pytest

from jingyue_desktop.domain.office import KINDS, Office, to_body
from jingyue_desktop.services.catalogue import shipped_items
from jingyue_desktop.services.catalogue_words import (
    NOTHING,
    Words,
    caption,
    item_name,
    numbered_name,
    shown_code,
    source_words,
)
from jingyue_desktop.services.office_file import read_office
from tests.offices import RESOURCES

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def shipped() -> Office:
    return read_office(RESOURCES / "office")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_has_a_caption_of_its_own(kind: str) -> None:
    captions = [caption(kind, field.name) for field in fields(KINDS[kind])]
    assert all(HAN.search(text) for text in captions)
    assert len(set(captions)) == len(captions)


def test_no_name_or_value_shows_a_code_of_the_program(shipped: Office) -> None:
    words = Words(shipped)
    own = {item.code for item in (*shipped.sections, *shipped.posts)}
    assert "planning_clerk" in own
    for item in shipped_items(RESOURCES):
        assert HAN.search(item_name(item.kind, item.code, item.body))
        shown = "\n".join(text for _, text in words.facts(item.kind, item.body))
        assert not [code for code in own if re.search(rf"\b{code}\b", shown)], item.code


def test_names_codes_lists_and_steps_are_said(shipped: Office) -> None:
    words = Words(shipped)
    point = dict(words.facts("risk_point", to_body(shipped.risk_points[0])))
    assert point["岗位"] == "规划科科员"
    assert point["环节"] == "A1.1 收件受理"
    assert point["定级标准"] == "I1、I3"
    assert point["来源"] == "源（单位原文）"
    flow = dict(words.facts("flow", to_body(shipped.flows[0])))
    assert flow["环节"].splitlines()[2] == "A1.3 现场踏察（规划科科员、监察科科员，2 个工作日）"
    regulation = dict(words.facts("regulation", to_body(shipped.regulations[0])))
    assert regulation["又称"] == NOTHING and "编号" not in regulation
    assert list(regulation)[:2] == ["顺序", "名称"]


def test_a_list_read_back_from_a_row_is_no_change(shipped: Office) -> None:
    words = Words(shipped)
    for kind, item in shipped.items():
        body = to_body(item)
        stored = json.loads(json.dumps(body))
        assert words.changes(kind, stored, body) == []


def test_changes_name_the_field_and_both_texts(shipped: Office) -> None:
    post = shipped.posts[3]
    old, new = to_body(post), to_body(replace(post, duty="新的职责", section="general"))
    words = Words(shipped)
    assert words.changes("post", old, new) == [
        ("科室", "规划科", "综合管理科"),
        ("主要岗位职责", post.duty, "新的职责"),
    ]
    assert words.changes("post", old, new, ("duty",)) == [("主要岗位职责", post.duty, "新的职责")]


def test_codes_people_know_stand_before_the_name(shipped: Office) -> None:
    assert [shown_code(code) for code in ("A1-4", "M01", "2026", "cause-1")] == [
        "A1-4",
        "M01",
        "2026",
        "",
    ]
    rule = shipped.supervision[0]
    assert numbered_name("supervision", rule.code, to_body(rule)) == "科员岗位 A 级"
    matter = shipped.matters[0]
    assert numbered_name("matter", matter.code, to_body(matter)) == "M01 规划窗口受理"


def test_a_number_s_pattern_is_said_without_its_code(shipped: Office) -> None:
    words = Words(shipped)
    told = dict(words.facts("bureau", to_body(shipped.bureau)))
    assert told["承诺书编号格式"] == "净规诺〔（年度）〕（序号）号"


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("源+法", "源+法（单位原文、法律条文）"),
        ("设", "设（本局拟定，可修改）"),
        ("源（天数为设）", "单位原文（天数为本局拟定，可修改）"),
        ("设（由源推得）", "本局拟定，可修改（由单位原文推得）"),
        ("源（核查后入档为设）", "单位原文（核查后入档为本局拟定，可修改）"),
        ("名称和要点为源，条文为设", "名称和要点为单位原文，条文为本局拟定，可修改"),
        ("依据设计方案", "依据设计方案"),
        ("", "—"),
    ],
)
def test_source_marks_are_explained_once(mark: str, told: str) -> None:
    assert source_words(mark) == told


def test_a_calendar_year_is_said_day_by_day(shipped: Office) -> None:
    year = next(
        i for i in shipped_items(RESOURCES) if (i.kind, i.code) == ("calendar_year", "2026")
    )
    told = dict(Words(shipped).facts(year.kind, year.body))
    assert told["特殊日期"].splitlines()[0] == "1月1日 法定节假日 元旦"
    assert told["是否公布"] == "是"

"""Words typed outside a form: no character that no paper can print ever stands in the data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jingyue_desktop.domain.errors import Invalid
from jingyue_desktop.printing import Press
from jingyue_desktop.services import covers, people, pledges, posts, proposals, risk_review
from jingyue_desktop.services.typed import words
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Person, Pledge
from tests.offices import RESOURCES, Sessions
from tests.services.test_pledges import SITING

Typing = Callable[[Sessions, str], object]


def who(s: Sessions, key: str) -> int:
    return s[key].actor().person


def void(s: Sessions, text: str) -> None:
    number = pledges.issue(s["planning_clerk"], dict(SITING))
    pledges.void(s["planning_chief"], number, 1, text)


def reject(s: Sessions, text: str) -> None:
    filed = posts.revise(s["planning_chief"], "planning_clerk", 1, {"duty": "甲"})
    proposals.reject(s["director"], filed, text)


def cover(s: Sessions, text: str) -> None:
    one, other = who(s, "planning_chief"), who(s, "planning_clerk")
    days = ("2026-03-03", "2026-03-05")
    covers.arrange(s["planning_chief"], one, other, "planning_chief", *days, text)


TYPED: list[Typing] = [
    void,
    reject,
    cover,
    lambda s, text: posts.revise(s["planning_chief"], "planning_clerk", 1, {"duty": text}),
    lambda s, text: posts.revise(s["planning_chief"], "planning_clerk", 1, {"duty": "甲"}, text),
    lambda s, text: risk_review.review(s["planning_chief"], "A1-1", 0, "未消除", "A", text),
    lambda s, text: people.enter(s["system_admin"], text, "inspection_clerk", "2026-03-02", "138"),
    lambda s, text: people.enter(
        s["system_admin"], "钱多多", "inspection_clerk", "2026-03-02", text
    ),
    lambda s, text: people.correct(s["system_admin"], 1, 1, "高立群", text),
    lambda s, text: people.move(
        s["system_admin"], who(s, "planning_clerk"), "general_chief", "2026-03-10", text
    ),
    lambda s, text: people.leave(s["system_admin"], who(s, "planning_clerk"), "2026-03-10", text),
]


@pytest.mark.parametrize("number", range(len(TYPED)))
@pytest.mark.parametrize("hidden", ["\0", "\u202e", "\x1b", "\ud800", "\uffff"])
def test_hidden_characters_are_refused_wherever_they_are_typed(
    sessions: Sessions, number: int, hidden: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        TYPED[number](sessions, f"一{hidden}二")
    (told,) = invalid.value.faults.values()
    assert "第 2 个字" in told and "控制字符" in told


def test_what_word_processors_leave_behind_has_no_meaning(
    local_office: Workspace, local_sessions: Sessions, tmp_path: Path
) -> None:
    """The register with such a reason is printed: a void can never be worded anew."""
    void(local_sessions, "　写错了\u200b，\x0b改发\r\n新件 ")
    assert Pledge.get().void_reason == "写错了，\n改发\n新件"
    people.correct(local_sessions["system_admin"], 1, 1, "高\ufeff立群", " 1390 ")
    row = Person.get_by_id(1)
    assert (row.name, row.phone) == ("高立群", "1390") and row.initials.startswith("glq")
    made = Press(RESOURCES / "fonts").write(
        local_sessions["director"], "pledge-register", "pdf", tmp_path / "登记簿.pdf"
    )
    assert made.path is not None and made.path.read_bytes().startswith(b"%PDF")


def test_there_is_a_longest() -> None:
    assert len(words("note", "说明", "长" * 10_000)) == 10_000
    for text, most in (("长" * 10_001, None), ("1" * 41, 40)):
        with pytest.raises(Invalid, match="填写有误"):
            words("note", "说明", text, most=most)

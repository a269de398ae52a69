"""The risk-control table and points as read: joined, graded with reasons, counted, searched."""

from __future__ import annotations

from jingyue_desktop.services import risk_search, risks
from jingyue_desktop.services.workspace import Workspace
from tests.offices import Sessions


def by_code(rows: list[risks.PointRow]) -> dict[str, risks.PointRow]:
    return {row.code: row for row in rows}


def test_the_table_has_the_eight_rows_the_office_knows(sessions: Sessions) -> None:
    rows = risks.control_table(sessions["commission"])
    assert [row.name for row in rows] == [
        "局长",
        "副局长",
        "规划科科长",
        "规划科科员",
        "综合管理科科长",
        "综合管理科科员",
        "监察科科长",
        "监察科科员",
    ]
    assert rows[2].duty == "“一书两证”项目初审审核"
    assert rows[2].integrity_risk.endswith("建筑风格、效果等内容不能正确行使裁量权。")
    assert rows[7].measure.startswith("保证巡查人数、次数，现场拍照取证")
    assert {row.version for row in rows} == {1}


def test_fifty_three_points_with_their_counts(sessions: Sessions) -> None:
    figures = risks.figures(sessions["auditor"])
    assert figures.total == 53
    assert figures.grades == {"A": 20, "B": 23, "C": 10}
    assert figures.kinds == {"廉政": 34, "效能": 19}
    assert figures.states == {"未复核": 53, "未消除": 0, "已消除": 0}
    assert figures.overdue == 0


def test_a_point_is_joined_with_names_and_explains_its_grade(sessions: Sessions) -> None:
    row = by_code(risks.points(sessions["planning_clerk"]))["A1-1"]
    assert (row.holder, row.step_name) == ("规划科科员（窗口）", "收件受理")
    assert (row.matter_name, row.flow_name) == ("规划窗口受理", "建设项目选址意见书初审")
    assert (row.initial, row.cause_name) == ("B", "制度未得到认真执行")
    assert [item.code for item in row.criteria] == ["I1", "I3"]
    assert row.why[-1].endswith("故为 B 级。")
    assert (row.state, row.grade, row.watch, row.next_review) == ("未复核", "", None, None)


def test_every_grade_follows_from_its_ticks(sessions: Sessions) -> None:
    for row in risks.points(sessions["director"]):
        expected = {1: "C", 2: "B"}.get(len(row.criteria), "A")
        assert row.initial == expected, row.code
        assert len(row.why) == len(row.criteria) + 1


def test_supervision_moves_up_with_the_rank(office: Workspace) -> None:
    catalogue = office.office()
    posts = {post.code: post for post in catalogue.posts}

    def said(post: str, grade: str) -> tuple[str, str]:
        watch = risks.watch_over(catalogue, posts[post], grade)
        assert watch is not None
        return watch.sentence(), watch.interval()

    assert said("planning_clerk", "A") == ("副局长直接管理，局长负责监督", "每月检查一次")
    assert said("general_clerk", "B") == (
        "综合管理科科长直接管理，副局长负责监督",
        "每季度检查一次",
    )
    assert said("inspection_clerk", "C") == ("监察科科长直接管理并监督", "每半年检查一次")
    assert said("inspection_chief", "B")[0] == "副局长直接管理，局长负责监督"
    assert said("deputy", "A")[0] == "局长直接管理并监督"
    assert said("director", "C")[0] == "局务会直接管理，区纪工委负责监督"
    assert risks.watch_over(catalogue, posts["director"], "D") is None


def test_search_knows_words_codes_and_pinyin(sessions: Sessions) -> None:
    rows = risks.points(sessions["director"])

    def found(needle: str) -> set[str]:
        return {row.code for row in rows if risk_search.matches(row, needle)}

    assert found("") == {row.code for row in rows}
    assert "A2-3" in found("出让合同")
    assert found("a2-3") == {"A2-3"}
    assert "A2-3" in found("szjd")
    assert "A2-3" in found("sizijiangdi")
    assert found("szjd fjz") == found("私自降低 副局长")
    assert found("不存在的词") == set()
    assert found("zzzz") == set()

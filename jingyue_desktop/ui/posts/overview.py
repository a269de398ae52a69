"""What the detail shows of the bureau, a section and a person, as facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from jingyue_desktop.domain.office import Office
from jingyue_desktop.services.people import PersonRow
from jingyue_desktop.services.posts_held import CoverRow, HeldRow, SectionNode
from jingyue_desktop.ui.kit.badge import Badge
from jingyue_desktop.ui.kit.facts import Fact
from jingyue_desktop.ui.kit.tokens import State
from jingyue_desktop.ui.posts.words import Staff, cover_state, names, posts_of, span_text


@dataclass(frozen=True)
class Page:
    """What a ``DetailPanel`` shows."""

    title: str
    subtitle: str
    facts: list[Fact]
    badges: list[Badge]


def bureau_page(office: Office, tree: Sequence[SectionNode], go: Callable[[str], None]) -> Page:
    """Return the whole office: sections with staff; ``go(section)`` leads to one."""
    staff = Staff.of(posts_of(tree))
    facts = []
    if not staff.actual:
        facts.append(Fact("人员", "还没有登记人员；由系统管理员“登记人员”或导入人员名单。"))
    for node in tree:
        section = node.section
        facts.append(
            Fact(
                f"{section.name}　{Staff.of(node.posts).sentence()}",
                "　".join(f"{p.post.name}：{names(p.holders, p.covers)}" for p in node.posts),
                why=lambda code=section.code: go(code),  # type: ignore[misc]
                link="查看",
            )
        )
    phones = f"服务咨询 {office.bureau.enquiry_phone}　服务举报 {office.bureau.report_phone}"
    facts.append(Fact("电话", phones))
    return Page(office.bureau.name, staff.sentence(), facts, [Badge(*staff.badge())])


def section_page(node: SectionNode, go: Callable[[str], None]) -> Page:
    """Return a section: its duties and its posts; ``go(post)`` leads to one."""
    section = node.section
    duties = "\n".join(f"{n}．{text}" for n, text in enumerate(section.duties, 1))
    facts = [Fact("科室职责" if len(section.duties) > 1 else "职责", duties)]
    for post in node.posts:
        facts.append(
            Fact(
                f"{post.post.name}　{Staff.of([post]).sentence()}",
                f"{names(post.holders, post.covers)}\n{post.post.duty}",
                why=lambda code=post.post.code: go(code),  # type: ignore[misc]
                link="查看",
            )
        )
    staff = Staff.of(node.posts)
    return Page(section.name, staff.sentence(), facts, [Badge(*staff.badge())])


def idle_page(idle: Sequence[PersonRow], go: Callable[[int], None]) -> Page:
    """Return those who work here without a post; ``go(person)`` leads to one."""
    facts = [
        Fact(
            row.name,
            row.phone or "（没有电话）",
            why=lambda person=row.id: go(person),  # type: ignore[misc]
            link="查看",
        )
        for row in idle
    ]
    note = "在册但现在没有岗位，可以用“任职变动”安排岗位。"
    return Page("未任职人员", note, facts, [])


def person_page(
    person: PersonRow,
    office: Office,
    career: Sequence[HeldRow],
    covers: Sequence[CoverRow],
    today: date,
) -> Page:
    """Return a person: telephone, account, posts over time, cover given and received."""
    posts = {post.code: post.name for post in office.posts}
    held = [posts.get(code, code) for code in person.posts]
    facts = [
        Fact("电话", person.phone),
        Fact("登录账号", person.login or "（没有账号）"),
        Fact("任职经历", "\n".join(_career_line(row, posts) for row in career) or "（没有任职）"),
        Fact(
            "AB岗顶岗", "\n".join(_cover_line(row, person.id, today) for row in covers) or "（无）"
        ),
    ]
    return Page(person.name, "、".join(held) or "现在没有任职", facts, [_standing(person)])


def _career_line(row: HeldRow, posts: dict[str, str]) -> str:
    text = f"{span_text(row.since, row.until)}　{posts.get(row.post, row.post)}"
    return f"{text}（{row.note}）" if row.note else text


def _cover_line(row: CoverRow, person: int, today: date) -> str:
    who = f"由{row.substitute_name}顶岗" if row.person == person else f"代{row.name}顶岗"
    span = span_text(row.since, row.until)
    return f"{span}　{row.post_name}　{who}　{row.reason}（{cover_state(row, today)}）"


def _standing(person: PersonRow) -> Badge:
    if not person.active:
        return Badge("已调离", State.QUIET)
    return Badge("在任", State.FINE) if person.posts else Badge("未任职", State.DUE)

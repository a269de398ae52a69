"""The invented people: real posts and roles, names drawn by seed, logins that say the post."""

from __future__ import annotations

import random
from datetime import date

from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services.founding import FirstPerson

# Known to everybody, therefore only ever used in a demo.
PASSWORD = "Yanshi-2026-jylx"
SINCE = date(2025, 3, 3)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = (
    "建国 立群 庆和 敏 刚 洋 晨 琳 珺 涛 喆 赟 雪松 海波 志远 文静 晓光 春燕 国栋 红梅 "
    "永强 丽华 景明 思源 秀兰 长林 佳宁 宏伟 玉洁 铁军"
).split()
# (login and caption, post, roles beyond the post)
CAST: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("局长", "director", ()),
    ("副局长", "deputy", ()),
    ("规划科科长", "planning_chief", ()),
    ("规划窗口", "planning_clerk", ()),
    ("规划科科员", "planning_clerk", (Role.SYSTEM_ADMIN,)),
    ("综合科科长", "general_chief", ()),
    ("综合科科员", "general_clerk", ()),
    ("档案管理员", "general_clerk", (Role.CUSTODIAN,)),
    ("监察科科长", "inspection_chief", (Role.SECURITY_ADMIN,)),
    ("监察科科员", "inspection_clerk", ()),
    ("审计员", "inspection_clerk", (Role.AUDITOR,)),
    ("区纪工委", "", (Role.COMMISSION,)),
)
LOGINS = tuple((login, login) for login, _, _ in CAST)


def cast(chance: random.Random) -> list[FirstPerson]:
    """Return the people of one seed, each name only once."""
    surnames = chance.sample(SURNAMES, len(CAST))
    given = chance.sample(GIVEN, len(CAST))
    return [
        FirstPerson(
            surname + name,
            post,
            SINCE if post else None,
            phone=f"8452{chance.randrange(1000, 9999)}",
            login=login,
            password=PASSWORD,
            roles=roles,
        )
        for (login, post, roles), surname, name in zip(CAST, surnames, given, strict=True)
    ]

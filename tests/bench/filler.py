"""Fills a workspace with very many pledges in one transaction: one log row, one digest for each."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import accumulate, cycle
from pathlib import Path
from typing import Any

from jingyue_desktop.domain.clock import OFFICE_ZONE
from jingyue_desktop.domain.office import PledgeVariant
from jingyue_desktop.paper.validate import to_json
from jingyue_desktop.services import acts, searching
from jingyue_desktop.services.acts import Session, Work
from jingyue_desktop.services.attaching import attach
from jingyue_desktop.services.pledge_text import Drafted, Drafter, numbered
from jingyue_desktop.services.pledges import FILED, SERIES, SIGNED, VOID, WAITING
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Account, NumberSeries, Pledge
from jingyue_desktop.store.unit import transaction

FIRST_DAY = date(2021, 1, 4)
# A fiftieth is void; what is not waiting for its signature is nearly all filed.
VOID_EVERY, UNFILED_EVERY, LATE_EVERY = 50, 40, 200
PLACES = (
    "净月潭 新立城 玉潭 永兴 净月大街 生态大街 彩宇大街 福祉大路 天普路 银杏路 聚业大街 丁香街 "
    "百合街 博学路 临河街 丙六街 小合台 友好村 净业路 光明村 千朋路 紫杉路 金宝街 影视城 科技园"
).split()
KINDS = (
    "安置小区 生态住宅 商业综合体 研发中心 幼儿园 小学 综合管廊 道路 污水提升泵站 变电站 物流仓储 "
    "数据中心 公共停车场 社区卫生服务中心 体育公园 滨水绿道 写字楼 厂房 人才公寓 展览馆 养老院 实训楼"
).split()
PHASES = "一期 二期 三期 A地块 B地块 C地块 改造工程 配套工程 扩建工程 外线工程".split()
OWNERS = (
    "长春净月 长春瑞丰 吉林省恒泰 长春建投 吉林嘉禾 长春喆赟 中铁北方 长春重庆路 吉林大地 长春玉潭 "
    "长春启明 吉林长白 长春珺悦 东北新城 长春四季 吉林金石"
).split()
TRADES = "建设投资 房地产开发 置业 城市运营 教育发展 能源 市政工程 文化旅游 生物科技 物流".split()
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def fill_pledges(workspace: Workspace, count: int) -> None:
    """Put ``count`` pledges of the last years into an office that has issued none.

    States, variants and dates are spread as in a real register; the same count gives the same rows.
    """
    account = Account.select().order_by(Account.id).get()
    session = Session(workspace, account.id, account.login, "")
    with transaction(workspace.store) as unit:
        work = Work(session, session.actor(), unit, workspace.now())
        scan = _scan(work)
        days = _issue_days(workspace, count)
        unit.add_many(Pledge, _rows(work, days, scan))
        for year in sorted({day.year for day in days}):
            last = sum(day.year == year for day in days)
            unit.add(NumberSeries(kind=SERIES, year=year, last=last))
        work.detail["rows"] = count
        acts.append(work, "pledges.issue_batch", count)
    workspace.topics.announce("pledges")


def _scan(work: Work) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "签名扫描.pdf"
        path.write_bytes(PDF)
        return attach(work, str(path))


def _issue_days(workspace: Workspace, count: int) -> list[date]:
    """Return the day of every pledge in order, evenly over the working days until today."""
    span = (workspace.today() - FIRST_DAY).days + 1
    every = [FIRST_DAY + timedelta(days=n) for n in range(span)]
    working = [day for day in every if workspace.calendar().is_workday(day)]
    return [working[n * len(working) // count] for n in range(count)]


def _rows(work: Work, days: list[date], scan: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(len(days))
    drafter = Drafter(work.workspace)
    variants = cycle(sorted(work.office.pledge_variants, key=lambda item: item.order))
    serials = accumulate(
        zip(days, [days[0], *days], strict=False),
        lambda serial, pair: serial + 1 if pair[0].year == pair[1].year else 1,
        initial=0,
    )
    next(serials)
    for number, (day, serial) in enumerate(zip(days, serials, strict=True), 1):
        drafter.today = day
        row = _row(drafter, next(variants), day, serial, chance)
        moment = datetime.combine(day, time(9 + number % 8, number % 60), OFFICE_ZONE)
        left = len(days) - number
        yield (
            {"id": number, "issued_by": work.actor.account, "issued": moment}
            | row
            | _state(number, left, day, scan)
        )


def _row(
    drafter: Drafter, variant: PledgeVariant, day: date, serial: int, chance: random.Random
) -> dict[str, Any]:
    project = "".join((*chance.sample(PLACES, 2), chance.choice(KINDS), chance.choice(PHASES)))
    applicant = f"{chance.choice(OWNERS)}{chance.choice(TRADES)}有限公司"
    accepted = day - timedelta(days=chance.choice((0, 0, 0, 1)))
    values = {
        "variant": variant.name,
        "applicant": applicant,
        "project": project,
        "accepted": accepted,
    }
    due = drafter.deadline(accepted, variant.days)
    number = numbered(drafter.office, day.year, serial)
    done, content = drafter.complete(Drafted(variant, due, values), number)
    words = searching.fold(f"{number} {applicant} {project}")
    return {
        "number": number,
        "year": day.year,
        "serial": serial,
        "variant": variant.code,
        "section": variant.section,
        "applicant": applicant,
        "project": project,
        "search": f"{words} {' '.join((*_keys(applicant), *_keys(project)))}",
        "days": variant.days,
        "accepted": accepted,
        "due": due.due,
        "provisional": due.provisional,
        "form": drafter.form.name,
        "form_version": drafter.form.version,
        "body": to_json(drafter.form, done),
        "content": content,
    }


@cache
def _keys(text: str) -> tuple[str, str]:
    return searching.phrase(text)


def _state(number: int, left: int, day: date, scan: int) -> dict[str, Any]:
    """Return how a pledge stands: the newest wait, some are void, a few were never signed."""
    # Every row names every column: an INSERT of many rows takes its columns from the first.
    row: dict[str, Any] = {"void_reason": "", "scan": None, "signed": None, "filed": None}
    if number % VOID_EVERY == 0:
        return row | {"state": VOID, "void_reason": "项目名称有误，重新开具"}
    if left < 300 or number % LATE_EVERY == 1:
        return row | {"state": WAITING}
    row |= {"scan": scan, "signed": day + timedelta(days=number % 5)}
    if left < 900 or number % UNFILED_EVERY == 1:
        return row | {"state": SIGNED}
    return row | {"state": FILED, "filed": day + timedelta(days=7 + number % 9)}

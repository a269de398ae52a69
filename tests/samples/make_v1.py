"""Makes the sample office of data version 1: ``python -m tests.samples.make_v1``.

Run once for the release; from then on every later version must open the very files it left,
``v1.tar.xz`` (the folder) and ``v1.json`` (what stands in it).
"""

from __future__ import annotations

import io
import json
import random
import tarfile
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.roles import Role
from jingyue_desktop.services import (
    accounts,
    covers,
    drafts,
    people,
    pledges,
    posts,
    proposals,
    risk_review,
)
from jingyue_desktop.services.founding import FirstPerson, found
from jingyue_desktop.services.login import LoginRefused, log_in
from jingyue_desktop.services.workspace import Workspace
from tests.offices import FORMS, PASSWORD, RESOURCES, START, Sessions, first_people
from tests.samples.facts import DRAFT, POINT, POST, facts

HERE = Path(__file__).parent
NAMES = ("office.db", "attachments")
APPLICANT = "长春净月建设投资有限公司"
PROJECTS = (
    "净月潭喆赟珺园一期",
    "𠮷林大路😀地块",
    "A<B 的情形",
    "=1+1",
    "　全角　空格　",
    "龘靐齉爩",
)


def main() -> None:
    """Make both files anew."""
    clock = SetClock(START)
    with tempfile.TemporaryDirectory() as place:
        folder, scans = Path(place) / "office", Path(place) / "scans"
        scans.mkdir()
        office = found(folder, clock, RESOURCES, FORMS, [*first_people(), retiring()])
        play(office, clock, scans)
        kept = {
            "now": office.now().isoformat(),
            "anchor": office.anchor().text(),
            "facts": facts(office),
        }
        office.close()
        with tarfile.open(HERE / "v1.tar.xz", "w:xz") as packed:
            for name in NAMES:
                packed.add(folder / name, name)
    written = json.dumps(kept, ensure_ascii=False, indent=1)
    (HERE / "v1.json").write_text(f"{written}\n", encoding="utf-8")


def retiring() -> FirstPerson:
    """Return one more clerk, who leaves in the course of the year."""
    since = date(2025, 1, 6)
    return FirstPerson("郑屾", "general_clerk", since, "0431-8452 0000", "leaver", PASSWORD)


def play(office: Workspace, clock: SetClock, scans: Path) -> None:
    """Let three months pass in which everything happens at least once."""
    who = Sessions(office)
    issue_pledges(who)
    clock.advance(days=3)
    move_pledges(who, clock, scans)
    change_people(who, clock)
    change_accounts(who)
    propose(who)
    drafts.keep(who["planning_clerk"], DRAFT, {"project": "没写完的𠮷", "accepted": None})
    for _ in range(2):
        try:
            log_in(office, "deputy", "不是这个")
        except LoginRefused:
            clock.advance(minutes=1)
    clock.advance(days=60)


def issue_pledges(who: Sessions) -> None:
    """Issue one for each project, then a whole set, so that every variant is there."""
    for project in PROJECTS:
        values = {"variant": "选址意见书", "applicant": APPLICANT, "project": project}
        pledges.issue(who["planning_clerk"], {**values, "accepted": "2026-02-13"})
    pledges.issue_set(who["general_chief"], APPLICANT, "成套" * 20, "2026-03-02")


def move_pledges(who: Sessions, clock: SetClock, scans: Path) -> None:
    """Sign five with a scan (one of them shared), file two, void three in different states."""
    for number in (1, 2, 3, 4, 5):
        scan = picture(scans, number) if number == 2 else document(scans, min(number, 4))
        pledges.sign(who["custodian"], number, 1, str(scan), "2026-03-05")
    clock.advance(days=1)
    for number in (1, 2):
        pledges.file(who["custodian"], number, 2)
    pledges.void(who["planning_chief"], 2, 3, "重复归档🈚，改发新件")
    pledges.void(who["planning_chief"], 3, 2, "申请人撤回（𠮷）")
    pledges.void(who["planning_chief"], 6, 1, "第一行\n第二行")


def document(scans: Path, number: int) -> Path:
    """Return a small PDF as a scanner leaves it."""
    path = scans / f"签名扫描（龘）{number}.pdf"
    path.write_bytes(b"%PDF-1.4\n" + random.Random(number).randbytes(900) + b"\n%%EOF\n")
    return path


def picture(scans: Path, number: int) -> Path:
    """Return a photograph of a signed paper."""
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (number, 90, 160)).save(made, "PNG")
    path = scans / "手机拍照😀.png"
    path.write_bytes(made.getvalue())
    return path


def change_people(who: Sessions, clock: SetClock) -> None:
    """Cover, move, leave and correct; one cover ends early, one is void."""
    ids = {row.name: row.id for row in people.listed(who["director"])}
    chief = who["planning_chief"]
    for since, until, reason in (
        ("2026-03-06", "2026-03-20", "年休假🏖"),
        ("2026-04-01", "2026-04-02", "外出学习（𠮷林）"),
    ):
        covers.arrange(chief, ids["李敏"], ids["吴珺"], "planning_clerk", since, until, reason)
    clock.advance(days=2)
    covers.end(chief, 1, 1)
    covers.end(chief, 2, 1)
    admin = who["system_admin"]
    for filed in (
        people.enter(admin, "王𠮷喆", "inspection_clerk", "2026-03-09", "139 0000 0000"),
        people.move(admin, ids["陈晨"], "planning_clerk", "2026-03-16", "轮岗"),
        people.leave(admin, ids["郑屾"], "2026-03-31", "退休，谢谢😀", gone=True),
    ):
        assert filed is not None
        proposals.confirm(who["director"], filed)
    people.correct(admin, ids["周涛"], 1, "周涛", "0431-8452 1111")


def change_accounts(who: Sessions) -> None:
    """A new account with a one-time code, one stopped, one with a further role."""
    rows = {row.login: row for row in accounts.listed(who["security_admin"])}
    person = next(row for row in people.listed(who["director"]) if row.name == "王𠮷喆")
    accounts.create(who["system_admin"], person.id, "wangjizhe", "CODE-2026-ab")
    accounts.stop(who["system_admin"], rows["leaver"].id, rows["leaver"].revision)
    row = rows["inspection_clerk"]
    filed = accounts.set_roles(who["security_admin"], row.id, row.revision, [Role.AUDITOR])
    proposals.confirm(who["director"], filed)


def propose(who: Sessions) -> None:
    """Leave proposals in every state, and a risk point reviewed twice."""
    chief = who["planning_chief"]
    texts = {"duty": "受理规划业务申请，核对喆、赟、珺、𠮷等生僻字😀"}
    proposals.confirm(who["deputy"], posts.revise(chief, POST, 1, texts, "用字核对"))
    posts.revise(chief, POST, 2, {"measure": "待确认的修改"})
    proposals.reject(who["director"], posts.revise(chief, POST, 2, {"duty": "改"}), "理由不足🙅")
    proposals.withdraw(chief, posts.revise(chief, POST, 2, {"duty": "再改"}))
    for revision, residual, note in ((0, "未消除", "仍有隐患"), (1, "已消除", "措施到位")):
        filed = risk_review.review(chief, POINT, revision, residual, note=note)
        assert filed is not None
        proposals.confirm(who["director"], filed)


if __name__ == "__main__":
    main()

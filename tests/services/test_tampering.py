"""Changes behind the program's back (D1, D2): blocked by triggers, or found by the verifier."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import NotAllowed, UserError
from jingyue_desktop.services import accounts, papers, pledges, posts, proposals
from jingyue_desktop.services.acts import Session
from jingyue_desktop.services.login import log_in
from jingyue_desktop.services.opening import check_workspace, gate_check, open_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store import gate, vault
from jingyue_desktop.store.anchor import GENESIS, Anchor
from jingyue_desktop.store.chainlog import COLUMNS, OBJECT_COLUMNS, row_hash
from jingyue_desktop.store.fields import canonical
from jingyue_desktop.store.tables import KEPT, Account, Kept, Log
from tests.offices import FORMS, PASSWORD, RESOURCES, START, Sessions, Template, copied
from tests.services.test_pledges import PDF, SITING

Attack = Callable[[sqlite3.Connection, random.Random], None]
SEED = 20261124


@pytest.fixture(scope="module")
def busy(template_sqlite: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace with some life in it."""
    folder = tmp_path_factory.mktemp("busy") / "office"
    workspace = copied(template_sqlite, folder, SetClock(START))
    sessions = Sessions(workspace)
    for n in range(8):
        pledges.issue(sessions["planning_clerk"], {**SITING, "applicant": f"单位{n}"})
    scan = folder.parent / "扫描.pdf"
    scan.write_bytes(PDF)
    pledges.sign(sessions["planning_clerk"], 1, 1, str(scan), "2026-03-02")
    pledges.file(sessions["custodian"], 1, 2)
    chief = sessions["planning_chief"]
    pledges.void(chief, 2, 1, "写错")
    proposals.reject(
        sessions["director"], posts.revise(chief, "planning_clerk", 1, {"duty": "甲"}), "不妥"
    )
    workspace.close()
    return folder


@pytest.fixture
def office_copy(busy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(busy, tmp_path / "office"))


def change(folder: Path, attack: Attack, seed: int = SEED) -> None:
    connection = sqlite3.connect(folder / "office.db")
    attack(connection, random.Random(seed))
    connection.commit()
    connection.close()


def head(folder: Path) -> Anchor:
    connection = sqlite3.connect(folder / "office.db")
    seq, digest = connection.execute("SELECT seq, hash FROM log_head").fetchone()
    connection.close()
    return Anchor(seq, digest)


BLOCKED = [
    "UPDATE log SET reason = 'x' WHERE seq = 1",
    "DELETE FROM log WHERE seq = 1",
    "UPDATE log_object SET digest = 'x' WHERE seq = 1",
    "DELETE FROM log_object WHERE seq = 1",
]
BLOCKED_SQLITE = "INSERT OR REPLACE INTO log SELECT * FROM log WHERE seq = 1"
BLOCKED_POSTGRES = "TRUNCATE log"


@pytest.mark.parametrize("number", range(len(BLOCKED) + 1))
def test_log_rows_cannot_be_changed_through_the_database(
    office: Workspace, backend: str, number: int
) -> None:
    last = BLOCKED_SQLITE if backend == "sqlite" else BLOCKED_POSTGRES
    db = office.store.db
    with pytest.raises(Exception, match="log rows never change"), db.atomic():
        db.execute_sql([*BLOCKED, last][number])
    assert check_workspace(office.folder).code == 0


def drop_triggers(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')


def restore_triggers(connection: sqlite3.Connection) -> None:
    for table in ("log", "log_object"):
        for verb in ("UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'log rows never change'); END"
            )


def quietly(attack: Attack) -> Attack:
    """Drop the triggers, attack, and put them back exactly as they were."""

    def run(connection: sqlite3.Connection, chance: random.Random) -> None:
        drop_triggers(connection)
        attack(connection, chance)
        restore_triggers(connection)

    return run


def seqs(connection: sqlite3.Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT seq FROM log ORDER BY seq")]


def update_row(connection: sqlite3.Connection, chance: random.Random) -> None:
    seq = chance.choice(seqs(connection))
    connection.execute("UPDATE log SET reason = reason || '改' WHERE seq = ?", (seq,))


def update_time(connection: sqlite3.Connection, chance: random.Random) -> None:
    seq = chance.choice(seqs(connection))
    connection.execute("UPDATE log SET ts = '2020-01-01T00:00:00.000000Z' WHERE seq = ?", (seq,))


def delete_middle(connection: sqlite3.Connection, chance: random.Random) -> None:
    seq = chance.choice(seqs(connection)[:-1])
    connection.execute("DELETE FROM log WHERE seq = ?", (seq,))


def delete_object(connection: sqlite3.Connection, chance: random.Random) -> None:
    found = connection.execute("SELECT seq, n FROM log_object").fetchall()
    connection.execute("DELETE FROM log_object WHERE seq = ? AND n = ?", chance.choice(found))


def swap_rows(connection: sqlite3.Connection, chance: random.Random) -> None:
    one, other = chance.sample(seqs(connection), 2)
    connection.execute("UPDATE log SET seq = -1 WHERE seq = ?", (one,))
    connection.execute("UPDATE log SET seq = ? WHERE seq = ?", (one, other))
    connection.execute("UPDATE log SET seq = ? WHERE seq = -1", (other,))


def insert_row(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute(
        "INSERT INTO log SELECT seq + 1, 'forged-' || op_id, ts, tz, boot, actor, roles, host, "
        "action, object_type, object_id, success, reason, detail, result, objects, canon, alg, "
        "hash, hash FROM log ORDER BY seq DESC LIMIT 1"
    )


def reset_head(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute("UPDATE log_head SET seq = seq - 1")


@pytest.mark.parametrize(
    "attack",
    [
        update_row,
        update_time,
        delete_middle,
        delete_object,
        swap_rows,
        insert_row,
        reset_head,
    ],
)
@pytest.mark.parametrize("seed", range(SEED, SEED + 4))
def test_an_edited_log_is_found_without_any_anchor(
    office_copy: Path, attack: Attack, seed: int
) -> None:
    change(office_copy, quietly(attack), seed)
    report = check_workspace(office_copy)
    assert report.code == 2
    assert not gate_check(office_copy, START).sound


def test_missing_triggers_are_found(office_copy: Path) -> None:
    change(office_copy, lambda connection, _: drop_triggers(connection))
    report = check_workspace(office_copy)
    assert report.code == 2
    assert "触发器" in report.findings[0].text


def test_the_first_bad_row_is_named(office_copy: Path) -> None:
    change(
        office_copy,
        quietly(lambda c, _: c.execute("UPDATE log SET host = 'x' WHERE seq = 5") and None),
    )
    report = check_workspace(office_copy)
    assert [finding.seq for finding in report.findings if finding.seq] == [5]


def rechain(connection: sqlite3.Connection) -> None:
    """Make every hash right again, as somebody who has the program's source could."""
    prev = GENESIS
    names = ", ".join(COLUMNS)
    for row in connection.execute(f"SELECT {names} FROM log ORDER BY seq").fetchall():
        values = [*row[:-1], prev]
        objects = connection.execute(
            f"SELECT {', '.join(OBJECT_COLUMNS)} FROM log_object WHERE seq = ? ORDER BY n",
            (row[0],),
        ).fetchall()
        prev = row_hash(values, objects)
        connection.execute(
            "UPDATE log SET prev_hash = ?, hash = ? WHERE seq = ?", (values[-1], prev, row[0])
        )
    last = connection.execute("SELECT MAX(seq) FROM log").fetchone()[0]
    connection.execute("UPDATE log_head SET seq = ?, hash = ?", (last, prev))


def cut_tail(connection: sqlite3.Connection, chance: random.Random) -> None:
    # The proposal's digest at the end is cut away with its row: the rejection never was.
    last = connection.execute("SELECT MAX(seq) FROM log").fetchone()[0]
    connection.execute(
        "UPDATE proposal SET state = '待确认', decider = NULL, decided = NULL, note = '', revision = 1"
    )
    connection.execute("DELETE FROM log WHERE seq = ?", (last,))
    connection.execute("DELETE FROM log_object WHERE seq = ?", (last,))
    rechain(connection)


def rewritten(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute("UPDATE log SET reason = '改写的理由' WHERE seq = 2")
    rechain(connection)


@pytest.mark.parametrize(("attack", "code"), [(cut_tail, 3), (rewritten, 2)])
def test_a_skilful_forger_is_found_by_a_printed_anchor_only(
    office_copy: Path, attack: Attack, code: int
) -> None:
    printed = head(office_copy).text()
    assert check_workspace(office_copy, (printed,)).code == 0
    change(office_copy, quietly(attack))
    assert check_workspace(office_copy).code == 0, "the control: without an anchor it passes"
    assert check_workspace(office_copy, (printed,)).code == code


def test_an_older_copy_put_back_is_found_by_a_printed_anchor(
    office_copy: Path, template_sqlite: Template
) -> None:
    printed = head(office_copy).text()
    shutil.copy(template_sqlite.folder / "office.db", office_copy / "office.db")
    assert check_workspace(office_copy).code == 0
    assert check_workspace(office_copy, (printed,)).code == 3


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("UPDATE pledge SET due = '2027-01-01' WHERE id = 3", "服务承诺书 3 与日志中的摘要不一致"),
        ("UPDATE pledge SET state = '已签' WHERE id = 4", "服务承诺书 4"),
        ("UPDATE pledge SET content = 'ff' WHERE id = 5", "服务承诺书 5"),
        ("UPDATE pledge SET applicant = '别人' WHERE id = 6", "服务承诺书 6"),
        ("DELETE FROM pledge WHERE id = 7", "服务承诺书 7 已不存在"),
        ("UPDATE account SET roles = '[\"auditor\"]' WHERE id = 4", "账号 4"),
        ("UPDATE account SET phc = 'x' WHERE id = 4", "账号 4"),
        ("UPDATE posting SET since = '2020-01-01' WHERE id = 2", "任职 2"),
        ("UPDATE person SET name = '别人' WHERE id = 2", "人员 2"),
        ("UPDATE catalogue_item SET body = '{}' WHERE id = 9", "业务目录 9"),
        ("UPDATE number_series SET last = 99", "编号 1"),
        ("UPDATE attachment SET name = 'x' WHERE id = 1", "附件 1"),
        ("UPDATE pledge SET search = '' WHERE id = 5", "服务承诺书 5"),
        ("UPDATE pledge SET revision = 1 WHERE id = 2", "服务承诺书 2"),
        ("UPDATE person SET initials = 'x' WHERE id = 2", "人员 2"),
        ("UPDATE catalogue_item SET note = '另有说明' WHERE id = 9", "业务目录 9"),
        ("UPDATE proposal SET title = '别的事' WHERE id = 1", "待确认事项 1"),
        ("UPDATE proposal SET note = '别的理由' WHERE id = 1", "待确认事项 1"),
        ("UPDATE meta SET value = '1' WHERE key = 'demo'", "工作区信息"),
        (
            "INSERT INTO posting (salt, revision, person, post, since, note) "
            "VALUES ('', 1, 4, 'director', '2020-01-01', '')",
            "任职 12 没有登记在日志中",
        ),
        (
            "INSERT INTO pledge SELECT 99, salt, revision, '伪造', year, 99, variant, section, "
            "applicant, project, search, days, accepted, due, provisional, form, form_version, "
            "body, content, state, void_reason, issued_by, issued, scan, signed, filed "
            "FROM pledge WHERE id = 1",
            "服务承诺书 99 没有登记在日志中",
        ),
    ],
)
def test_a_changed_business_row_is_named(office_copy: Path, sql: str, text: str) -> None:
    change(office_copy, lambda connection, _: connection.execute(sql) and None)
    report = check_workspace(office_copy)
    assert report.code == 2
    assert any(text in finding.text for finding in report.findings), report.findings
    assert not gate_check(office_copy, START).sound


def test_a_changed_attachment_is_named(office_copy: Path) -> None:
    (path,) = [p for p in (office_copy / "attachments").rglob("*") if p.is_file()]
    path.write_bytes(PDF + b"x")
    report = check_workspace(office_copy)
    assert report.code == 2 and "附件 1 的文件内容被改动" in report.findings[0].text
    path.unlink()
    assert "不存在" in check_workspace(office_copy).findings[0].text


def test_the_untouched_office_is_sound(office_copy: Path) -> None:
    report = check_workspace(office_copy)
    assert (report.code, report.findings) == (0, [])
    assert gate_check(office_copy, START).sound


def test_the_gate_reads_only_the_tail_once_the_log_is_long(
    office_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "SMALL", 0)
    assert gate_check(office_copy, START).rows == head(office_copy).seq
    assert gate_check(office_copy, START).rows == 0
    change(office_copy, quietly(insert_row))
    assert not gate_check(office_copy, START).sound


def test_attached_files_are_read_at_the_gate_once_a_week(office_copy: Path) -> None:
    assert gate_check(office_copy, START).sound
    (path,) = [p for p in (office_copy / "attachments").rglob("*") if p.is_file()]
    path.write_bytes(PDF + b"x")
    assert gate_check(office_copy, START + timedelta(days=6, hours=23)).sound
    late = gate_check(office_copy, START + timedelta(days=7))
    assert late.texts == ("附件 1 的文件内容被改动。",)
    assert not gate_check(office_copy, START - timedelta(days=1)).sound


@pytest.mark.parametrize("small", [0, gate.SMALL])
def test_a_log_written_anew_is_found_at_the_next_start(
    office_copy: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    """Even where every hash is right again: the head of the last check is remembered."""
    monkeypatch.setattr(gate, "SMALL", small)
    assert gate_check(office_copy, START).sound
    change(office_copy, quietly(rewritten))
    assert check_workspace(office_copy).code == 0, "the control: nothing else sees it"
    told = gate_check(office_copy, START)
    assert not told.sound and "与上次在此核验时不同" in told.texts[0]
    (office_copy / gate.CHECKED_NAME).unlink()
    assert gate_check(office_copy, START).sound


@pytest.mark.parametrize("small", [0, gate.SMALL])
def test_an_older_copy_opens_and_the_log_says_what_is_missing(
    office_copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small: int
) -> None:
    """A backup put back by hand, as the fault page advises, and as a forger would."""
    monkeypatch.setattr(gate, "SMALL", small)
    older = shutil.copy(office_copy / "office.db", tmp_path / "older.db")
    before, clock = head(office_copy).seq, SetClock(START)
    workspace = open_workspace(office_copy, clock, RESOURCES, FORMS)
    for _ in range(3):
        pledges.issue(Sessions(workspace)["planning_clerk"], dict(SITING))
    workspace.close()
    assert gate_check(office_copy, START).sound
    shutil.copy(older, office_copy / "office.db")
    for _ in range(2):
        told = gate_check(office_copy, START)
        assert told.sound and told.rows == before
    open_workspace(office_copy, clock, RESOURCES, FORMS).close()
    open_workspace(office_copy, clock, RESOURCES, FORMS).close()
    with closing(sqlite3.connect(office_copy / "office.db")) as db:
        rows = db.execute("SELECT seq, success, detail FROM log WHERE action = 'log.older'")
        assert rows.fetchall() == [(before + 1, 0, f'{{"lost":[{before + 1},{before + 3}]}}')]
    assert gate_check(office_copy, START).sound


def test_a_forged_checkpoint_only_costs_time(office_copy: Path) -> None:
    for text in ("{", "[]", '{"seq": "x", "hash": 1, "full": 2}', '{"seq": 1}'):
        (office_copy / gate.CHECKED_NAME).write_text(text)
        assert gate_check(office_copy, START).sound
    change(office_copy, lambda c, _: c.execute("DELETE FROM pledge WHERE id = 7") and None)
    assert not gate_check(office_copy, START).sound


def test_of_several_anchors_of_one_row_each_must_be_right(office_copy: Path) -> None:
    end = head(office_copy)
    wrong = Anchor(end.seq, "f" * 64).text()
    for typed in ((wrong, end.text()), (end.text(), wrong)):
        assert check_workspace(office_copy, typed).code == 2
    with pytest.raises(UserError, match="锚点写法不对"):
        check_workspace(office_copy, (Anchor(0, "f" * 64).text(),))


STRUCTURE = [
    "DELETE FROM schema_migration",
    "INSERT INTO schema_migration (name, applied) VALUES ('0002_x', '2026-01-01')",
    "DROP TABLE risk_review",
    "ALTER TABLE pledge DROP COLUMN void_reason",
    "DROP INDEX pledge_number",
]
STRUCTURE_POSTGRES = [
    "ALTER TABLE log DISABLE TRIGGER ALL",
    "DROP TRIGGER log_no_truncate ON log",
    "DROP TRIGGER log_object_no_change ON log_object",
    "CREATE OR REPLACE FUNCTION log_rows_never_change() RETURNS trigger AS $$ "
    "BEGIN RETURN NEW; END $$ LANGUAGE plpgsql",
]


@pytest.mark.parametrize("number", range(len(STRUCTURE) + len(STRUCTURE_POSTGRES)))
def test_a_changed_structure_is_found(office: Workspace, backend: str, number: int) -> None:
    sql = [*STRUCTURE, *STRUCTURE_POSTGRES][number]
    if backend == "sqlite" and sql in STRUCTURE_POSTGRES:
        sql = f"DROP TRIGGER {('log_no_update', 'log_no_delete')[number % 2]}"
    office.store.db.execute_sql(sql)
    assert check_workspace(office.folder).code == 2


BEHIND = [
    ("UPDATE pledge SET due = '2030-01-01'", "服务承诺书 1"),
    ("UPDATE pledge SET applicant = '别人'", "服务承诺书 1"),
    ("UPDATE number_series SET last = 40", "编号 1"),
]


@pytest.mark.parametrize(("sql", "named"), BEHIND)
def test_working_on_does_not_make_a_change_behind_the_back_the_truth(
    office: Workspace, sessions: Sessions, sql: str, named: str
) -> None:
    """While the program is open the gate sees nothing; no act and no print may cover it up."""
    clerk = sessions["planning_clerk"]
    number = pledges.issue(clerk, dict(SITING))
    office.store.db.execute_sql(sql)
    found = check_workspace(office.folder).findings
    acts: list[Callable[[], object]] = [
        lambda: pledges.void(sessions["planning_chief"], number, 1, "写错"),
        lambda: press_pledge(clerk, number),
        lambda: pledges.issue(clerk, dict(SITING)),
    ]
    refused = []
    for act in acts:
        try:
            act()
        except UserError as fault:
            refused.append(fault.message)
    assert refused and all(named in text and "与日志不符" in text for text in refused)
    assert [finding.text for finding in check_workspace(office.folder).findings] == [
        finding.text for finding in found
    ]


def test_a_forged_proposal_is_not_carried_out(
    office: Workspace, sessions: Sessions, backend: str
) -> None:
    row = Account.get(Account.login == "inspection_clerk")
    filed = accounts.set_roles(sessions["security_admin"], row.id, row.revision, ["commission"])
    db, mark = office.store.db, "?" if backend == "sqlite" else "%s"
    wanted = {"account": row.id, "revision": row.revision, "roles": ["system_admin"]}
    forged = canonical(wanted)
    db.execute_sql(f"UPDATE proposal SET arguments = {mark} WHERE id = {mark}", (forged, filed))
    with pytest.raises(UserError, match="待确认事项 1 与日志不符"):
        proposals.confirm(sessions["director"], filed)
    assert Account.get_by_id(row.id).roles == []


@pytest.mark.parametrize("model", KEPT)
def test_a_digest_covers_every_column(model: type[Kept]) -> None:
    covered = model.DIGESTS[max(model.DIGESTS)]
    assert {*covered, "salt"} == set(model._meta.fields)


def press_pledge(session: Session, number: int) -> object:
    return papers.log_output(
        session,
        "pledge",
        "pdf",
        papers.build(session, "pledge", "pdf", id=str(number)),
        id=str(number),
    )


RIGHTS = [
    "UPDATE account SET roles = '[\"security_admin\"]' WHERE id = {account}",
    "UPDATE posting SET post = 'director' WHERE person = {person}",
    "INSERT INTO posting (salt, revision, person, post, since, note) "
    "VALUES ('', 1, {person}, 'director', '2020-01-01', '')",
    "INSERT INTO cover (salt, revision, person, substitute, post, since, until, reason, void) "
    "VALUES ('', 1, 1, {person}, 'director', '2020-01-01', '2030-01-01', '', {no})",
]


@pytest.mark.parametrize("sql", RIGHTS)
def test_rights_no_act_gave_are_none(
    office: Workspace, sessions: Sessions, backend: str, sql: str
) -> None:
    session = sessions["planning_clerk"]
    no = "0" if backend == "sqlite" else "false"
    named = {"account": session.account, "person": session.actor().person, "no": no}
    office.store.db.execute_sql(sql.format(**named))
    pledges.issue(sessions["general_clerk"], {**SITING, "variant": "规划验线"})
    with pytest.raises(NotAllowed, match="与日志不符"):
        accounts.listed(session)
    with pytest.raises(NotAllowed, match="与日志不符"):
        log_in(office, "planning_clerk", PASSWORD)
    row = Log.select().order_by(Log.seq.desc()).first()
    assert (row.action, row.success) == ("login", 0)


def test_a_password_nobody_set_opens_nothing(office: Workspace) -> None:
    phc = vault.hash_password("Gesetzt-2026-x")
    office.store.db.execute_sql(f"UPDATE account SET phc = '{phc}' WHERE login = 'director'")
    with pytest.raises(NotAllowed, match="与日志不符"):
        log_in(office, "director", "Gesetzt-2026-x")

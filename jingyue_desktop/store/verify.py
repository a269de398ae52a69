"""The verifier: chain, row digests, typed anchors; it only reads and trusts no stored checkpoint."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from jingyue_desktop.store.anchor import GENESIS, Anchor
from jingyue_desktop.store.chainlog import COLUMNS, OBJECT_COLUMNS, row_digest, row_hash
from jingyue_desktop.store.tables import BY_NAME

SOUND, COULD_NOT_RUN, TAMPERED, TRUNCATED, EXPLAINED = 0, 1, 2, 3, 4
Kind = Literal["tampered", "truncated", "explained"]
Execute = Callable[..., Any]
RESTORE = "backup.restore"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong; ``seq`` is the first bad log row where there is one."""

    kind: Kind
    text: str
    seq: int | None = None


@dataclass
class Report:
    """What the verifier saw: log rows and digests read, and what was wrong."""

    rows: int = 0
    objects: int = 0
    head: Anchor = field(default_factory=lambda: Anchor(0, GENESIS))
    findings: list[Finding] = field(default_factory=list)

    @property
    def code(self) -> int:
        """Return the exit code: 0 sound, 2 tampered, 3 truncated, 4 explained gap."""
        kinds = {finding.kind for finding in self.findings}
        if "tampered" in kinds:
            return TAMPERED
        if "truncated" in kinds:
            return TRUNCATED
        return EXPLAINED if kinds else SOUND


def verify(
    execute: Execute, anchors: Sequence[tuple[int, str]] = (), since: Anchor | None = None
) -> Report:
    """Read the chain (from ``since`` on, if given) and the digests it names; return the report.

    ``execute(sql, params)`` returns a cursor of one consistent snapshot.
    """
    report = Report()
    restores = _check_chain(execute, report, anchors, since)
    _check_head(execute, report)
    _check_rows(execute, report, since.seq if since else 0)
    _check_anchors(report, anchors, restores)
    return report


def verify_chain(execute: Execute) -> Report:
    """Read the chain alone; the rows it speaks of may still have an older version's columns."""
    report = Report()
    _check_chain(execute, report, (), None)
    _check_head(execute, report)
    return report


def _check_chain(
    execute: Execute, report: Report, anchors: Sequence[tuple[int, str]], since: Anchor | None
) -> list[tuple[int, int]]:
    prev = since or Anchor(0, GENESIS)
    wanted: dict[int, list[str]] = {}
    for seq, digits in anchors:
        wanted.setdefault(seq, []).append(digits)
    restores: list[tuple[int, int]] = []
    names = ", ".join(COLUMNS)
    objects = _objects(execute, prev.seq)
    pending = next(objects, None)
    for row in execute(f"SELECT {names}, hash FROM log WHERE seq > {prev.seq} ORDER BY seq"):
        values, stored = list(row[:-1]), str(row[-1])
        seq = int(values[0])
        mine: list[Sequence[Any]] = []
        while pending is not None and pending[0] <= seq:
            if pending[0] == seq:
                mine.append(pending[1])
            else:
                _bad(report, int(pending[0]), "日志对象没有对应的日志行")
            pending = next(objects, None)
        if seq != prev.seq + 1:
            _bad(report, prev.seq + 1, "日志行缺失")
        if values[-1] != prev.hash or row_hash(values, mine) != stored:
            _bad(report, seq, "日志行被改动")
        if not all(stored.startswith(digits) for digits in wanted.get(seq, ())):
            _bad(report, seq, "日志与所给锚点不符")
        if values[COLUMNS.index("action")] == RESTORE:
            restores += _lost_range(values)
        report.rows += 1
        report.objects += len(mine)
        prev = Anchor(seq, stored)
    if pending is not None:
        _bad(report, int(pending[0]), "日志对象没有对应的日志行")
    report.head = prev
    return restores


def _bad(report: Report, seq: int, text: str) -> None:
    # Everything after the first broken link is broken too; the first names the place.
    if not any(finding.seq is not None for finding in report.findings):
        report.findings.append(Finding("tampered", f"第 {seq} 行：{text}。", seq))


def _objects(execute: Execute, after: int) -> Iterator[tuple[int, Sequence[Any]]]:
    names = ", ".join(OBJECT_COLUMNS)
    for row in execute(f"SELECT seq, {names} FROM log_object WHERE seq > {after} ORDER BY seq, n"):
        yield int(row[0]), tuple(row[1:])


def _lost_range(values: Sequence[Any]) -> list[tuple[int, int]]:
    import json

    detail = json.loads(values[COLUMNS.index("detail")])
    lost = detail.get("lost_range") if isinstance(detail, dict) else None
    return [(int(lost[0]), int(lost[1]))] if isinstance(lost, list) and len(lost) == 2 else []


def _check_head(execute: Execute, report: Report) -> None:
    row = execute("SELECT seq, hash FROM log_head").fetchone()
    if row is None or (int(row[0]), str(row[1])) != (report.head.seq, report.head.hash):
        report.findings.append(
            Finding("tampered", f"日志末行与登记的链头不一致（末行第 {report.head.seq} 行）。")
        )


def _check_rows(execute: Execute, report: Report, since: int) -> None:
    for table, model in BY_NAME.items():
        newest = _newest(execute, table, since)
        for version, columns in model.DIGESTS.items():
            wanted = {key: d for key, (v, d) in newest.items() if v == version}
            if wanted or version == max(model.DIGESTS):
                _compare(execute, report, table, version, columns, wanted, not since, newest)


def _newest(execute: Execute, table: str, since: int) -> dict[str, tuple[int, str]]:
    rows = execute(
        "SELECT object_id, digest_v, digest FROM log_object "
        f"WHERE type = '{table}' AND seq > {since} ORDER BY seq, n"
    )
    return {str(row[0]): (int(row[1]), str(row[2])) for row in rows}


def _compare(
    execute: Execute,
    report: Report,
    table: str,
    version: int,
    columns: Sequence[str],
    wanted: dict[str, str],
    complete: bool,
    newest: dict[str, tuple[int, str]],
) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    where = "" if complete else _only(list(wanted))
    left = dict(wanted)
    for row in execute(f'SELECT id, salt, {names} FROM "{table}"{where}'):
        key = str(row[0])
        expected = left.pop(key, None)
        if expected is None:
            if key not in newest:
                _row_finding(report, table, key, "没有登记在日志中（被直接加入）")
            continue
        values = [int(v) if isinstance(v, bool) else v for v in row[2:]]
        if row_digest(table, version, str(row[1]), values) != expected:
            _row_finding(report, table, key, "与日志中的摘要不一致（被直接改动）")
    for key in left:
        _row_finding(report, table, key, "已不存在（被直接删除）")


def _only(ids: list[str]) -> str:
    numbers = ", ".join(str(int(key)) for key in ids) or "NULL"
    return f" WHERE id IN ({numbers})"


def _row_finding(report: Report, table: str, key: str, text: str) -> None:
    report.findings.append(Finding("tampered", f"{CAPTIONS.get(table, table)} {key} {text}。"))


def _check_anchors(
    report: Report, anchors: Sequence[tuple[int, str]], restores: Sequence[tuple[int, int]]
) -> None:
    for seq, _digits in anchors:
        if seq <= report.head.seq:
            continue
        if any(first <= seq <= last for first, last in restores):
            report.findings.append(
                Finding("explained", f"锚点第 {seq} 行在一次有登记的恢复中被替换。", seq)
            )
        else:
            report.findings.append(
                Finding("truncated", f"日志只到第 {report.head.seq} 行，缺少锚点第 {seq} 行。")
            )


CAPTIONS = {
    "meta": "工作区信息",
    "catalogue_item": "业务目录",
    "person": "人员",
    "posting": "任职",
    "cover": "AB岗顶岗",
    "account": "账号",
    "proposal": "待确认事项",
    "risk_state": "风险点残余状态",
    "risk_review": "风险点复核",
    "number_series": "编号",
    "pledge": "服务承诺书",
    "attachment": "附件",
}

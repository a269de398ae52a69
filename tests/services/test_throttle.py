"""Ten thousand wrong passwords (C6): few evaluations, every failure logged, nobody locked for ever."""

from __future__ import annotations

from typing import Any

import pytest

from jingyue_desktop.domain.clock import SetClock
from jingyue_desktop.domain.errors import Invalid
from jingyue_desktop.services import throttle
from jingyue_desktop.services.login import LoginRefused, change_password, log_in
from jingyue_desktop.services.throttle import wait_after
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store import vault
from jingyue_desktop.store.tables import Log
from tests.offices import PASSWORD, Sessions

DAY = 86_400.0


@pytest.fixture
def evaluations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often the password function really runs; the answer stays the real one's."""
    seen: list[str] = []
    right = {PASSWORD}

    def counted(password: str, phc: str) -> bool:
        seen.append(password)
        return password in right and vault.sound(phc)

    monkeypatch.setattr(vault, "verify_password", counted)
    return seen


def attack(office: Workspace, clock: SetClock, login: str, tries: int, every: float) -> None:
    for n in range(tries):
        with pytest.raises(LoginRefused):
            log_in(office, login, f"guess-{n}")
        clock.advance(seconds=every)


def failures(office: Workspace) -> int:
    return int(Log.select().where((Log.action == "login") & (Log.success == 0)).count())


def test_the_schedule() -> None:
    waits = [wait_after(n) for n in range(14)]
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1800, 1800, 1800]


def test_a_day_of_guessing_costs_few_evaluations(
    local_office: Workspace, clock: SetClock, evaluations: list[str]
) -> None:
    attack(local_office, clock, "director", 10_000, DAY / 10_000)
    assert len(evaluations) <= 80
    assert failures(local_office) == 10_000
    clock.advance(seconds=1800)
    assert log_in(local_office, "director", PASSWORD).login == "director"
    assert throttle.remaining(local_office, "director") == 0


def test_without_the_throttle_every_guess_is_evaluated(
    local_office: Workspace,
    clock: SetClock,
    evaluations: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(throttle, "remaining", lambda *_: 0.0)
    attack(local_office, clock, "director", 200, 1.0)
    assert len(evaluations) == 200


def test_a_restart_shortens_no_wait(office: Workspace, clock: SetClock, evaluations: Any) -> None:
    attack(office, clock, "deputy", 9, 600.0)
    office.failures_seen.clear()
    wait = throttle.remaining(office, "deputy")
    assert wait == wait_after(9) == 480
    clock.advance(seconds=479)
    with pytest.raises(LoginRefused) as early:
        log_in(office, "deputy", PASSWORD)
    assert 0 < early.value.wait <= 1
    clock.advance(seconds=2)
    assert log_in(office, "deputy", PASSWORD).login == "deputy"


def test_a_changed_wall_clock_shortens_no_wait(
    office: Workspace, clock: SetClock, evaluations: Any
) -> None:
    attack(office, clock, "deputy", 6, 0.0)
    clock.set(clock.now().replace(year=2030))
    assert throttle.remaining(office, "deputy") == 30


def test_others_are_not_locked_out(office: Workspace, clock: SetClock, evaluations: Any) -> None:
    attack(office, clock, "director", 40, 1.0)
    assert log_in(office, "planning_clerk", PASSWORD).login == "planning_clerk"


def test_spreading_guesses_over_names_is_slowed_too(
    office: Workspace, clock: SetClock, evaluations: list[str]
) -> None:
    for n in range(150):
        with pytest.raises(LoginRefused):
            log_in(office, f"nobody{n}", "guess")
    assert len(evaluations) == throttle.OFFICE_FREE
    clock.advance(seconds=31)
    assert log_in(office, "system_admin", PASSWORD).login == "system_admin"


def test_unknown_names_cost_the_same_and_sound_the_same(
    office: Workspace, evaluations: list[str]
) -> None:
    told = []
    for name in ("director", "nobody"):
        with pytest.raises(LoginRefused) as refused:
            log_in(office, name, "wrong")
        told.append(str(refused.value))
    assert told[0] == told[1]
    assert len(evaluations) == 2


def test_guessing_the_old_password_at_an_open_desk_is_slowed_too(
    office: Workspace, sessions: Sessions, clock: SetClock, evaluations: list[str]
) -> None:
    deputy, told = sessions["deputy"], set()
    for n in range(50):
        with pytest.raises(Invalid) as wrong:
            change_password(deputy, f"guess-{n}", "Another-2026-pass")
        told.add(wrong.value.faults["current"])
    assert len(evaluations) == throttle.FREE
    assert told == {"原密码不正确。", "密码错误次数过多，请 30 秒 后再试。"}
    rows = Log.select().where((Log.action == "login.change_password") & (Log.success == 0))
    assert rows.count() == 50
    with pytest.raises(LoginRefused, match="次数过多"):
        log_in(office, "deputy", PASSWORD)
    clock.advance(seconds=31)
    change_password(deputy, PASSWORD, "Another-2026-pass")
    assert throttle.remaining(office, "deputy") == 0

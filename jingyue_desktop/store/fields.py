"""Column types that read the same on SQLite and PostgreSQL and have one canonical text."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from peewee import CharField, TextField


def canonical(value: Any) -> str:
    """Return the one JSON text of ``value``: sorted keys, no spaces, no escapes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def moment_text(moment: datetime) -> str:
    """Return an aware moment as UTC text with microseconds, which also sorts."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_moment(text: str) -> datetime:
    """Return the aware moment that ``moment_text`` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


class MomentField(CharField):
    """An aware moment kept as UTC text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=27, **options)

    def db_value(self, value: datetime | str | None) -> str | None:
        return moment_text(value) if isinstance(value, datetime) else value

    def python_value(self, value: str | None) -> datetime | None:
        return None if value is None else read_moment(value)


class DayField(CharField):
    """A calendar date kept as ISO text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=10, **options)

    def db_value(self, value: date | str | None) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: str | None) -> date | None:
        return None if value is None else date.fromisoformat(value)


class JsonField(TextField):
    """A JSON value kept in its canonical text."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else canonical(value)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)

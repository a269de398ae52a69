"""Fixtures every test may use: a screenless Qt and ready-made offices."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.offices import (
    backend,
    clock,
    local_office,
    local_sessions,
    office,
    postgres_server,
    sessions,
    template_postgres,
    template_sqlite,
)

__all__ = [
    "backend",
    "clock",
    "local_office",
    "local_sessions",
    "office",
    "postgres_server",
    "sessions",
    "template_postgres",
    "template_sqlite",
]

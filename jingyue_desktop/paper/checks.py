"""Checks across fields and computed values, by the names form files call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

CheckFunction = Callable[[Mapping[str, Any], tuple[str, ...]], str]
ComputeFunction = Callable[[Mapping[str, Any]], Any]


def in_order(values: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    """The dates of ``keys`` may not run backwards."""
    dates = [values[key] for key in keys if isinstance(values.get(key), date)]
    return "" if dates == sorted(dates) else "日期先后不对。"


def different_people(values: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    """The people of ``keys`` must be different ones."""
    names = [values[key] for key in keys if values.get(key)]
    return "" if len(names) == len(set(names)) else "不能是同一个人。"


def row_count(values: Mapping[str, Any]) -> str:
    """How many rows the form's tables have."""
    tables = [value for value in values.values() if isinstance(value, tuple)]
    rows = sum(isinstance(row, Mapping) for table in tables for row in table)
    return f"共 {rows} 项"


CHECKS: dict[str, CheckFunction] = {
    "in_order": in_order,
    "different_people": different_people,
}
COMPUTED: dict[str, ComputeFunction] = {"row_count": row_count}

"""净月廉效: the integrity and efficiency desk of a planning office."""

from __future__ import annotations

VERSION = "0.1.0"

"""Imports every service module, so that the registry of acts is complete."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import jingyue_desktop.services as package
from jingyue_desktop.services.acts import REGISTRY, Act


@cache
def registry() -> dict[str, Act]:
    """Return every declared act and view by name; the modules are looked for once."""
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return REGISTRY

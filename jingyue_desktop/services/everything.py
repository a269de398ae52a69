"""Imports every service module, so that the registry of acts is complete."""

from __future__ import annotations

import importlib
import pkgutil

import jingyue_desktop.services as package
from jingyue_desktop.services.acts import REGISTRY, Act


def registry() -> dict[str, Act]:
    """Return every declared act and view by name."""
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return REGISTRY

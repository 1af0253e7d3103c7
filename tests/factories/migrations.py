"""Migrations by name: their numbers are given anew when branches meet."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from events import migrations


def migration(name: str) -> ModuleType:
    found = next(row.name for row in pkgutil.iter_modules(migrations.__path__) if row.name.endswith(f"_{name}"))
    return importlib.import_module(f"events.migrations.{found}")

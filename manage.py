#!/usr/bin/env python
"""Runs one management command. Without a settings module named, the development settings are used."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

from config.env import choose_settings


def main() -> None:
    choose_settings(otherwise="dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

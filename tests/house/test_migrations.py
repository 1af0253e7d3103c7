import re

from django.core.management import call_command

from tests.house.sources import ROOT, shown

NAMED = re.compile(r"\d{4}_(?!auto_)[a-z0-9_]+\.py")


def test_models_and_migrations_agree(db, capsys):
    call_command("makemigrations", check=True, dry_run=True)
    assert capsys.readouterr().out == "No changes detected\n"


def test_every_migration_has_a_name_of_its_own():
    files = [*ROOT.glob("*/migrations/*.py")]
    assert [shown(path) for path in files if path.stem != "__init__" and not NAMED.fullmatch(path.name)] == []

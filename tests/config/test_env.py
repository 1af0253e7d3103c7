import os
from pathlib import Path

import pytest

from config.env import BASE_DIR, BadEnvironment, Environment, choose_settings, is_origin


@pytest.fixture
def environment(monkeypatch):
    """Makes an environment that holds these values and no others of the site."""

    def make(**values: str) -> Environment:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return Environment()

    return make


def test_text_of_spaces_is_the_default(environment):
    assert environment(CROESO_WORD="  ").text("CROESO_WORD", default="used") == "used"


def test_required_names_what_is_missing(environment):
    env = environment()
    env.required("CROESO_WORD", expected="a word")
    assert env.problems == ["CROESO_WORD: nothing was given; expected a word."]


def test_secret_is_never_repeated(environment):
    env = environment(CROESO_KEY="hunter2")
    env.secret("CROESO_KEY", refuse=lambda value: "the value given is short")
    assert env.problems == ["CROESO_KEY: the value given is short."]


def test_secret_that_will_do_is_returned(environment):
    env = environment(CROESO_KEY="hunter2")
    assert env.secret("CROESO_KEY", refuse=lambda value: None) == "hunter2"
    assert env.problems == []


@pytest.mark.parametrize(("given", "read"), [("1", True), ("true", True), ("on", True), ("0", False), ("False", False)])
def test_flag_reads_both_words(environment, given, read):
    assert environment(CROESO_FLAG=given).flag("CROESO_FLAG", default=not read) is read


def test_flag_that_is_neither_is_a_problem(environment):
    env = environment(CROESO_FLAG="perhaps")
    assert env.flag("CROESO_FLAG", default=True) is True
    assert env.problems == ["CROESO_FLAG: 'perhaps' was given; expected true or false."]


def test_count_keeps_its_limits(environment):
    env = environment(CROESO_COUNT="65535")
    assert env.count("CROESO_COUNT", default=8000, least=1, most=65535) == 65535
    assert env.problems == []


@pytest.mark.parametrize("given", ["0", "65536", "-1", "1.5", "many", "١"])
def test_count_beyond_its_limits_is_a_problem(environment, given):
    env = environment(CROESO_COUNT=given)
    assert env.count("CROESO_COUNT", default=8000, least=1, most=65535) == 8000
    assert env.problems == [f"CROESO_COUNT: '{given}' was given; expected a whole number from 1 to 65535."]


def test_names_are_divided_by_commas(environment):
    assert environment(CROESO_NAMES=" a.example, b.example,,").names("CROESO_NAMES") == ["a.example", "b.example"]


def test_folder_starts_where_the_project_lies(environment):
    assert environment(CROESO_FOLDER="data").folder("CROESO_FOLDER", default=Path("var")) == BASE_DIR / "data"


def test_folder_from_the_root_stays(environment):
    assert environment(CROESO_FOLDER="/srv/data").folder("CROESO_FOLDER", default=Path("var")) == Path("/srv/data")


def test_origin_loses_its_slash(environment):
    env = environment(CROESO_URL="https://events.example.org/")
    assert env.origin("CROESO_URL", default="http://localhost") == "https://events.example.org"


def test_origin_with_a_path_is_a_problem(environment):
    env = environment(CROESO_URL="https://events.example.org/site")
    assert env.origin("CROESO_URL", default="http://localhost") == "http://localhost"
    assert env.problems == [
        "CROESO_URL: 'https://events.example.org/site' was given; "
        "expected an address such as https://events.example.org, without a path."
    ]


def test_origin_with_a_password_is_not_repeated(environment):
    env = environment(CROESO_URL="https://me:hunter2@events.example.org")
    env.origin("CROESO_URL", default="http://localhost")
    assert env.problems == [
        "CROESO_URL: an address with a password was given; "
        "expected an address such as https://events.example.org, without a path."
    ]


@pytest.mark.parametrize("value", ["events.example.org", "ftp://a.example", "http://", "http://a:b", "http://a?b", ""])
def test_is_origin_refuses_other_text(value):
    assert not is_origin(value)


@pytest.mark.parametrize("value", ["http://localhost:8000", "https://[::1]:8443", "https://events.example.org"])
def test_is_origin_takes_scheme_host_and_port(value):
    assert is_origin(value)


def test_database_of_another_kind_is_a_problem_without_its_password(environment):
    env = environment(CROESO_DB="mysql://me:hunter2@db/croeso")
    found = env.database("CROESO_DB", default="sqlite:///var/croeso.sqlite3")
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert env.problems == [
        "CROESO_DB: an address of the kind 'mysql' was given; "
        "expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME."
    ]


def test_database_that_cannot_be_read_is_a_problem_without_its_password(environment):
    env = environment(CROESO_DB="postgresql://me:hunter2@db:99999/croeso")
    env.database("CROESO_DB", default="sqlite:///var/croeso.sqlite3")
    assert env.problems == [
        "CROESO_DB: the address given cannot be read; "
        "expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME."
    ]


def test_database_on_a_socket_is_read(environment):
    found = environment(CROESO_DB="postgresql:///croeso?host=/run/postgresql").database("CROESO_DB", default="")
    assert (found["NAME"], found["OPTIONS"]) == ("croeso", {"host": "/run/postgresql"})


def test_cache_on_redis_is_read(environment):
    found = environment(CROESO_CACHE="redis://127.0.0.1:6380/2").cache("CROESO_CACHE", default="locmem://")
    assert found == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:6380/2",
    }


def test_cache_of_another_kind_is_a_problem(environment):
    env = environment(CROESO_CACHE="uwsgicache://x")
    env.cache("CROESO_CACHE", default="locmem://")
    assert env.problems == [
        "CROESO_CACHE: an address of the kind 'uwsgicache' was given; expected locmem:// or redis://HOST:PORT/NUMBER."
    ]


def test_mail_of_another_kind_is_a_problem(environment):
    env = environment(CROESO_MAIL="pigeon://loft")
    found = env.mail("CROESO_MAIL", default="console://")
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
    assert env.problems == [
        "CROESO_MAIL: an address of the kind 'pigeon' was given; "
        "expected smtp://USER:PASSWORD@HOST:PORT, file:///FOLDER or console://."
    ]


def test_stop_on_problems_names_each_on_its_line(environment):
    env = environment(CROESO_FLAG="perhaps", CROESO_COUNT="many")
    env.flag("CROESO_FLAG", default=True)
    env.count("CROESO_COUNT", default=1, least=1, most=2)
    with pytest.raises(BadEnvironment) as stopped:
        env.stop_on_problems()
    assert stopped.value.code == (
        "Croeso cannot start with this environment:\n"
        "  CROESO_FLAG: 'perhaps' was given; expected true or false.\n"
        "  CROESO_COUNT: 'many' was given; expected a whole number from 1 to 2."
    )


def test_stop_on_problems_lets_a_good_environment_start(environment):
    env = environment(CROESO_FLAG="true")
    env.flag("CROESO_FLAG", default=False)
    env.stop_on_problems()


@pytest.mark.parametrize(("debug", "chosen"), [("", "dev"), ("true", "dev"), ("0", "production"), ("perhaps", "dev")])
def test_choose_settings_follows_debug(monkeypatch, debug, chosen):
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    monkeypatch.setenv("DEBUG", debug)
    choose_settings(otherwise="dev")
    assert os.environ["DJANGO_SETTINGS_MODULE"] == f"config.settings.{chosen}"


def test_choose_settings_leaves_a_named_module(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.test")
    monkeypatch.setenv("DEBUG", "0")
    choose_settings(otherwise="dev")
    assert os.environ["DJANGO_SETTINGS_MODULE"] == "config.settings.test"


def test_choice_is_one_of_those_named(environment):
    env = environment(CROESO_MONEY="EUR")
    assert env.choice("CROESO_MONEY", default="GBP", among=("GBP", "EUR")) == "EUR"
    assert environment(CROESO_MONEY=" ").choice("CROESO_MONEY", default="GBP", among=("GBP", "EUR")) == "GBP"


def test_choice_of_anything_else_is_a_problem(environment):
    env = environment(CROESO_MONEY="JPY")
    assert env.choice("CROESO_MONEY", default="GBP", among=("GBP", "EUR")) == "GBP"
    assert env.problems == ["CROESO_MONEY: 'JPY' was given; expected one of GBP, EUR."]

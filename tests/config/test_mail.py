from pathlib import Path

import pytest

from config.mail import parse_mail

BASE = Path("/srv/croeso")


def settings(url: str, *names: str) -> list:
    found = parse_mail(url, base=BASE)
    return [found[f"EMAIL_{name}"] for name in names]


def test_parse_mail_reads_a_server_with_its_login():
    assert settings(
        "smtp://sender%40example.org:p%2Fw@mail.example.org:2525", "HOST", "PORT", "HOST_USER", "HOST_PASSWORD"
    ) == ["mail.example.org", 2525, "sender@example.org", "p/w"]


@pytest.mark.parametrize(
    ("scheme", "port", "ssl", "tls"),
    [
        ("smtp", 25, False, False),
        ("smtp+tls", 587, False, True),
        ("submission", 587, False, True),
        ("smtp+ssl", 465, True, False),
        ("smtps", 465, True, False),
    ],
)
def test_parse_mail_knows_how_each_spelling_is_secured(scheme, port, ssl, tls):
    assert settings(f"{scheme}://mail.example.org", "PORT", "USE_SSL", "USE_TLS") == [port, ssl, tls]


def test_parse_mail_reads_options():
    assert settings("smtp://mail.example.org?tls=true&timeout=5", "USE_TLS", "TIMEOUT") == [True, 5]


def test_parse_mail_always_stops_waiting():
    assert settings("smtp://mail.example.org", "TIMEOUT") == [20]


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("file:///var/spool/croeso", "/var/spool/croeso"),
        ("filemail:///var/spool/croeso", "/var/spool/croeso"),
        ("file://var/mail", "/srv/croeso/var/mail"),
        ("file:var/mail", "/srv/croeso/var/mail"),
    ],
)
def test_parse_mail_reads_a_folder(url, folder):
    backend = "django.core.mail.backends.filebased.EmailBackend"
    assert settings(url, "BACKEND", "FILE_PATH") == [backend, folder]


@pytest.mark.parametrize("url", ["file://", "smtp://mail.example.org:port", "smtp://mail.example.org?timeout=soon"])
def test_parse_mail_refuses_what_is_no_address(url):
    with pytest.raises(ValueError, match=r".+"):
        parse_mail(url, base=BASE)

"""What the admin wears: Croeso's mark and name."""

import pytest
from django.templatetags.static import static

pytestmark = pytest.mark.django_db


def test_who_signs_in_is_told_where(client):
    page = client.get("/admin/login/").content.decode()
    assert "Sign in to Croeso" in page
    assert "Sign in - Croeso" in " ".join(page.split())
    assert f'<img src="{static("img/logo.svg")}"' in page


def test_the_admin_has_our_mark_and_icon(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert f'<img src="{static("img/logo.svg")}"' in page
    assert f'<link rel="icon" href="{static("img/favicon.ico")}"' in page
    assert "wagtailadmin/images/favicon" not in page

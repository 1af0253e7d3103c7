from pathlib import Path

import pytest
from django.conf import settings


def test_front_page_is_found_in_the_readers_language(client, root_page):
    response = client.get("/", headers={"accept-language": "en-GB"})
    assert (response.status_code, response["Location"]) == (302, "/en/")


def test_visitor_gets_no_cookie(client, root_page):
    assert client.get("/en/").cookies == {}


def test_picture_is_served(client):
    picture = Path(settings.MEDIA_ROOT) / "images" / "a.txt"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text("a picture")
    assert b"".join(client.get("/media/images/a.txt").streaming_content) == b"a picture"


@pytest.mark.parametrize(
    ("path", "status"), [("documents/a.txt", 404), ("original_images/a.txt", 404), ("images/../documents/a.txt", 400)]
)
def test_other_files_are_not_served_by_their_place(client, root_page, path, status):
    document = Path(settings.MEDIA_ROOT) / "documents" / "a.txt"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text("private")
    assert client.get(f"/media/{path}").status_code == status

import json
import re
from pathlib import Path

from django.contrib.staticfiles import finders

from events.public.door.scanner import KEPT, version
from events.public.door.words import ALIKE, COUNTED, script_words
from tests.factories.events import make_session


def text_of(name):
    return Path(finders.find(name)).read_text()


def test_scanner_page_alone_may_run_the_decoder(telephone):
    home = telephone.client.get(telephone.home)
    assert "script-src 'self' 'wasm-unsafe-eval'" in home["Content-Security-Policy"]
    for name in ("search/", "code/", "recent/"):
        assert "wasm" not in telephone.client.get(telephone.home + name)["Content-Security-Policy"]


def test_scanner_page_holds_nobodys_name(telephone, people):
    page = telephone.page()
    assert [person.name for person in people if person.name in page.text] == []
    assert page.texts("#count") == ["0 / 3 are here"]


def test_worker_keeps_files_that_exist_and_nothing_else(client, db):
    response = client.get("/check-in/worker.js")
    assert response["Content-Type"] == "text/javascript"
    body = response.content.decode()
    files = json.loads(re.search(r"const FILES = (\[.*?\]);", body)[1])
    assert files == [f"/static/{name}" for name in KEPT]
    assert [name for name in KEPT if not finders.find(name)] == []
    assert f'"door-files-{version()}"' in body


def test_every_script_of_the_page_is_kept(telephone):
    drawn = {script["src"] for script in telephone.page().soup.select("script[src]")}
    assert drawn <= {f"/static/{name}" for name in KEPT}


def test_every_font_of_the_style_sheet_is_kept():
    asked = set(re.findall(r"fonts/[a-z-]+\.woff2", text_of("css/croeso.css")))
    assert asked <= set(KEPT)


def test_session_is_chosen_without_a_script(telephone, event, people):
    morning = make_session(event, title="Morning")
    page = telephone.page("", session=morning.pk)
    assert page.heading == "Conversations that last Morning"
    assert f"?session={morning.pk}" in page.link("Search by name")


def test_words_for_the_script_have_every_plural_form():
    words = script_words()
    assert {name: set(forms) for name, forms in words["counted"].items()} == {name: set(ALIKE) for name in COUNTED}
    assert words["counted"]["kept"]["one"] == "No internet. Carry on: %(number)s check-in is kept on this phone."


def test_every_word_that_the_scripts_ask_for_is_there():
    asked = set()
    for name in KEPT:
        if name.startswith("js/door/"):
            text = text_of(name)
            asked |= set(re.findall(r'\bsay\("(\w+)"', text)) | set(re.findall(r'new Error\("(\w+)"', text))
            asked |= set(re.findall(r"door\.words\.(\w+)", text))
    assert asked - set(script_words()) == set()

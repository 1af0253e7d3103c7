"""Doors on telephones: with a camera, without a network, two at once, closed, and with a clock that is wrong."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import chromium
from tests.journeys.looking import barriers
from tests.journeys.picture import film_of_badge
from tests.journeys.visiting import sign_in
from tests.races.server import Site

SMALL, LARGE = "coffee-and-co-production", "dementia-care-meet-up-2"
PAID = "time-banking-masterclass"

AN_HOUR_AHEAD = "{ const right = Date.now.bind(Date); Date.now = () => right() + 3600000; }"

NUMBERS = "from events.models import Event; print(dict(Event.objects.values_list('slug', 'pk')))"

NOT_IN_YET = """door.list.snapshot().people
    .filter((one) => !one.x && !one.d && !door.list.since(one.i)).map((one) => one.i)"""

TAKE = """(person) => door.take({person})
    .then(() => document.getElementById("panel-result").dataset.state)"""

ON_SERVER = """fetch("list.json", {headers: {"X-Door": document.getElementById("door").dataset.number}})
    .then((answer) => answer.json()).then((list) => list.in)"""

WORDS_END = "document.querySelector('.res p:last-child').getBoundingClientRect().bottom"
BUTTONS_BEGIN = "document.querySelector('#panel-result .door__do').getBoundingClientRect().top"

CODES = """
from django.utils import timezone
from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.models.bookings import Attendee
people = Attendee.objects.on_lists()
gone = people.filter(event__slug="time-banking-masterclass").exclude(price__gt=0).first()
cancel_places(gone.booking_id, attendee_ids=[gone.pk], now=timezone.now(), by=By.system())
print({"cancelled": gone.code, "other_event": people.filter(event__slug="coffee-and-co-production").first().code})
"""
"""Of somebody whose place is cancelled for it, and of a ticket of another event."""

OWING = "door.list.snapshot().people.find((each) => each.d && !each.x && !door.list.since(each.i, null)).i"

PAGES_KEPT = "caches.open('door-pages').then((pages) => pages.keys()).then((found) => found.length)"

WAIT_UNTIL_KEPT = """async () => {
    for (let turn = 0; turn < 600; turn += 1) {
        const pages = await caches.open("door-pages");
        if (await pages.match(document.getElementById("door").dataset.home, {ignoreVary: true})) return;
        await new Promise((go) => setTimeout(go, 50));
    }
    throw new Error("The door's page was not kept.");
}"""

Doors = Callable[..., Page]


@pytest.fixture(scope="module")
def numbers(site: Site) -> dict[str, int]:
    """The primary key of each event."""
    shown = site.manage("shell", "-v0", "-c", NUMBERS)
    return dict(re.findall(r"'([^']+)': (\d+)", shown.stdout))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def telephones(site: Site, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose camera sees a badge that was printed here."""
    folder = tmp_path_factory.mktemp("film")
    site.manage("badges", SMALL, "--pdf", str(folder / "badges.pdf"))
    film_of_badge(folder / "badges.pdf", folder / "badge.y4m")
    flags = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={folder / 'badge.y4m'}"]
    started = browser.browser_type.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-quic", *flags])
    yield started
    started.close()


@pytest.fixture(scope="module")
def desk(site: Site, browser: Browser) -> Iterator[Page]:
    window = browser.new_context(base_url=site.url)
    page = window.new_page()
    sign_in(page)
    yield page
    window.close()


@pytest.fixture
def doors(site: Site, telephones: Browser, desk: Page, numbers: dict[str, int]) -> Iterator[Doors]:
    """Opens a door on a telephone of its own, as the desk shows it."""
    windows: list[BrowserContext] = []

    def open_one(slug: str, name: str, *, camera: bool = False, clock: str = "", number: str = "") -> Page:
        desk.goto(f"/admin/desk/{numbers[slug]}/doors/")
        desk.get_by_label("Name of the door or device").fill(name)
        desk.get_by_role("button", name="Open a door").click()
        address = desk.get_by_role("link", name="Open it on this device").get_attribute("href") or ""
        window = telephones.new_context(
            base_url=site.url, viewport={"width": 320, "height": 700}, permissions=["camera"] if camera else []
        )
        windows.append(window)
        window.set_default_timeout(30_000)
        if clock:
            window.add_init_script(clock)
        page = window.new_page()
        page.goto(address)
        ready(page)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.evaluate(WAIT_UNTIL_KEPT)
        return page

    yield open_one
    for window in windows:
        window.close()


def ready(page: Page) -> None:
    page.wait_for_selector("#door[data-ready=yes]")


def state(page: Page) -> str | None:
    return page.locator("#panel-result").get_attribute("data-state")


def expected(page: Page, number: int) -> list[int]:
    """So many people who are not in yet."""
    people = page.evaluate(NOT_IN_YET)
    assert len(people) >= number
    return list(people[:number])


def let_in(page: Page, people: list[int]) -> list[str]:
    return [page.evaluate(TAKE, person) for person in people]


def type_code(page: Page, code: str) -> None:
    page.get_by_role("link", name="Type a code").click()
    page.get_by_label("The code under the square").fill(code)
    page.get_by_role("button", name="Look").click()


def on_server(page: Page) -> list[list[Any]]:
    found: list[list[Any]] = page.evaluate(ON_SERVER)
    return found


def come_back(page: Page) -> None:
    """The network is there again, and everything that waited has been told."""
    page.context.set_offline(False)
    page.evaluate("door.sync.turn()")
    page.wait_for_function("door.sync.waiting().then((left) => left === 0)")


def test_badge_is_scanned_by_the_camera_online_and_offline(doors):
    page = doors(SMALL, "Camera door", camera=True)
    expect(page.get_by_role("heading", name="Come in")).to_be_visible()
    name = page.locator("#panel-result .nm").inner_text()
    assert [row[3] for row in on_server(page)] == ["Camera door"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Taken back")).to_be_visible()

    page.context.set_offline(True)
    page.reload()

    expect(page.get_by_role("heading", name="Come in")).to_be_visible()
    expect(page.locator("#panel-result .nm")).to_have_text(name)
    expect(page.locator("#net-words")).to_have_text("No internet. Carry on: 1 check-in is kept on this phone.")
    come_back(page)
    assert [row[3] for row in on_server(page)] == ["Camera door"]


def test_two_doors_without_a_network_are_merged_exactly(doors):
    front, side = doors(LARGE, "Front"), doors(LARGE, "Side")
    before = len(on_server(front))
    people = expected(front, 20)
    front.context.set_offline(True)
    side.context.set_offline(True)
    assert let_in(front, people[:12]) == ["ok"] * 12
    assert let_in(front, people[:1]) == ["already"]
    front.reload()
    ready(front)
    expect(front.locator("#net-words")).to_have_text("No internet. Carry on: 12 check-ins are kept on this phone.")
    assert let_in(front, people[11:12]) == ["already"]
    again = front.context.new_page()
    front.close()
    again.goto(front.url)
    ready(again)
    assert let_in(side, people[9:]) == ["ok"] * 11

    come_back(again)
    come_back(side)
    come_back(again)

    there = on_server(side)
    assert len(there) == before + 20
    assert sorted(row[0] for row in there if row[0] in people) == sorted(people)
    assert {row[3] for row in there if row[0] in people[9:12]} == {"Front"}
    twice = side.locator("#conflict-list li")
    expect(twice).to_have_count(3)
    assert all("was let in twice" in text for text in twice.all_inner_texts())
    expect(again.locator("#net-words")).to_have_text("Online. Everything is saved.")
    expect(again.locator("#here")).to_have_text(str(before + 20))


def test_what_is_no_ticket_is_told_apart_with_and_without_a_network(doors):
    page = doors(SMALL, "Strange door")
    for offline in (False, True):
        page.context.set_offline(offline)
        for code, words in (
            ("https://example.org/poster", "a poster or a web page"),
            ("7K3F 9QX", "No ticket of this event begins like this"),
            ("BEGIN:VCARD", "Is the ticket torn?"),
            ("7K3F9QXH2MAC", "is not on the list of" if offline else "belongs to no ticket"),
        ):
            type_code(page, code)
            expect(page.locator(".res")).to_contain_text(words)
            page.get_by_role("button", name="Next person").click()
    assert page.evaluate("door.sync.waiting()") == 0


def test_closed_door_hands_in_what_it_did_and_forgets_the_list(doors, desk):
    page = doors(LARGE, "Lost telephone")
    person = expected(page, 1)
    page.context.set_offline(True)
    assert let_in(page, person) == ["ok"]
    desk.reload()
    desk.get_by_role("button", name="Close Lost telephone").click()
    expect(desk.get_by_text("“Lost telephone” is closed.")).to_be_visible()

    page.context.set_offline(False)
    page.evaluate("door.sync.turn()")

    expect(page.locator("#closed-words")).to_have_text(re.compile("The organisers have closed this door link"))
    expect(page.locator("#closed-sent")).to_have_text("Nobody who was checked in is lost.")
    assert page.evaluate("door.store.get('lists', Number(document.getElementById('door').dataset.number))") is None
    assert page.evaluate(PAGES_KEPT) == 0
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("This door is closed")
    other = doors(LARGE, "Next telephone")
    assert [row[3] for row in on_server(other) if row[0] in person] == ["Lost telephone"]


def test_clock_an_hour_ahead_is_put_right(doors):
    page = doors(LARGE, "Wrong clock", clock=AN_HOUR_AHEAD)
    person = expected(page, 1)
    page.context.set_offline(True)
    page.reload()
    ready(page)
    assert let_in(page, person) == ["ok"]
    come_back(page)
    [at] = [row[2] for row in on_server(page) if row[0] in person]
    assert abs(at / 1000 - time.time()) < 300


def test_refused_camera_is_told_and_the_rest_works(doors):
    page = doors(SMALL, "No camera")
    page.get_by_role("button", name="Use the camera").click()
    expect(page.locator("#camera-words")).to_contain_text("The camera is switched off for this site.")
    page.get_by_role("link", name="Search by name").click()
    page.get_by_label("Name, organisation or code").fill("a")
    expect(page.locator("#hits li").first).to_be_visible()


def test_who_has_paid_is_let_in_without_a_network(doors):
    page = doors(PAID, "Cash box")
    person = page.evaluate(OWING)
    page.context.set_offline(True)
    assert let_in(page, [person]) == ["to_pay"]
    page.get_by_role("link", name="Paid now").click()
    expect(page.locator("#panel-result")).to_contain_text("This needs the internet. Without it, take the money")
    assert page.evaluate(WORDS_END) <= page.evaluate(BUTTONS_BEGIN)
    page.get_by_role("button", name="Let them in").click()
    expect(page.locator("#panel-result[data-state=ok]")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_no_screen_of_a_door_has_barriers(doors, dark):
    page = doors(SMALL, "Screens")
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    page.reload()  # else colours are measured on their way from light to dark
    ready(page)
    found = {"scan": barriers(page)}
    page.get_by_role("link", name="Search by name").click()
    page.get_by_label("Name, organisation or code").fill("a")
    found["search"] = barriers(page)
    page.get_by_role("button", name="Back to the camera").click()
    page.get_by_role("link", name="Type a code").click()
    found["code"] = barriers(page)
    person = page.evaluate("door.list.snapshot().people[0].i")
    for answer in let_in(page, [person, person]):
        found[answer] = barriers(page)
    page.evaluate("door.take({code: 'https://example.org'})")
    expect(page.locator(".res--dead")).to_be_visible()
    found["unknown"] = barriers(page)
    page.get_by_role("button", name="Next person").click()
    page.get_by_role("link", name="The last check-ins").click()
    found["recent"] = barriers(page)
    for name in ("search/?q=a", "code/", "walk-in/", "recent/"):
        page.goto(f"{page.url.split('/check-in/')[0]}/check-in/{page.url.split('/check-in/')[1].split('/')[0]}/{name}")
        found[name] = barriers(page)
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("dark", [False, True])
def test_no_answer_of_a_door_has_barriers(site, doors, desk, dark):
    codes = ast.literal_eval(site.manage("shell", "-v0", "-c", CODES).stdout)
    name = f"Answers {'at night' if dark else 'by day'}"
    page = doors(PAID, name)
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    page.reload()
    ready(page)
    home, owing, found = page.locator("#door").get_attribute("data-home"), page.evaluate(OWING), {}
    for wish in ({"person": owing}, *({"code": code} for code in codes.values())):
        page.evaluate("(wish) => door.take(wish)", wish)
        found[state(page)] = barriers(page)
    page.context.set_offline(True)
    for wish in ({"person": owing}, {"person": owing, "unpaid": True}, {"person": owing}):
        page.evaluate("(wish) => door.take(wish)", wish)
        found[f"{state(page)}, offline"] = barriers(page)
    come_back(page)
    for code in codes.values():  # as pages, without the script
        page.goto(f"{home}code/")
        page.locator("#code").fill(code)
        page.locator("main .btn").first.click()
        found[f"{page.locator('data.door-state').get_attribute('value')}, page"] = barriers(page)
    page.goto(f"{home}search/?q=a")
    expect(page.locator(".badge--few").first).to_be_visible()
    found["search, page"] = barriers(page)
    desk.reload()
    desk.get_by_role("button", name=f"Close {name}").click()
    page.goto(home)
    expect(page.get_by_role("heading", level=1)).to_have_text("This door is closed")
    found["closed"] = barriers(page)

    offline, drawn = ["to_pay, offline", "ok, offline", "already, offline"], ["cancelled, page", "other_event, page"]
    assert list(found) == ["to_pay", "cancelled", "other_event", *offline, *drawn, "search, page", "closed"]
    assert {name: problems for name, problems in found.items() if problems} == {}

"""A door without any script."""

from decimal import Decimal

import pytest

from events.booking.bookings import cancel_places
from events.booking.journal import By
from events.choices import SessionChoice
from events.models.audit import AuditEntry
from events.models.bookings import Attendee
from events.models.checkins import CheckIn
from events.models.needs import ConsentWording, Need
from events.public.door.guessing import MOST, note_guess
from tests.factories.bookings import book
from tests.factories.checkins import let_in
from tests.factories.events import make_event, make_session


def state(page):
    return page.value("door-state")


def type_code(telephone, code):
    return telephone.send(telephone.page("code/"), {"code": code})


def test_person_is_found_by_name_and_let_in(telephone, people):
    page = telephone.page("search/", q="sample")
    assert page.texts("[role=status]")[-1] == "3 people found"
    page = telephone.send(page, form=".hits form")
    assert (state(page), page.texts("h2"), page.texts(".nm")) == ("ok", ["Come in"], [people[0].name])
    assert page.texts("#count") == ["1 / 3 are here"]
    assert "In, " in telephone.page("search/", q=people[0].name).texts(".hits .badge")[0]


def test_search_is_written_in_the_log_without_what_was_asked(telephone, people, link):
    telephone.page("search/", q="sample")
    telephone.client.head(f"{telephone.home}search/?q=sample")
    telephone.page("search/", q="nobody")
    entry = AuditEntry.objects.get(action="door.searched")
    assert (entry.actor, entry.count, entry.reason, entry.detail) == ("door", 3, "Main door", {"door": link.pk})


def test_search_asks_the_same_for_one_and_for_three(telephone, people, event, django_assert_max_num_queries):
    def count(text):
        with django_assert_max_num_queries(12) as queries:
            telephone.page("search/", q=text)
        return len(queries)

    assert count(people[0].name) == count("sample")


def standings(page):
    """Each person found, what is said of them, and what the press beside them is called."""
    return [
        [row.select_one("b").text, *(said.text.strip() for said in row.select(".badge, .btn"))]
        for row in page.soup.select(".hits li")
    ]


def test_search_says_before_the_press_how_each_stands(telephone, people, event):
    first, second, third = people
    Attendee.objects.filter(pk=second.pk).update(price=Decimal("75.00"))
    cancel_places(third.booking_id, attendee_ids=[third.pk], now=third.booking.created_at, by=By.system())
    found = telephone.page("search/", q="sample")
    assert standings(found) == [
        [first.name, f"Check in {first.name}"],
        [second.name, "To pay: £75", f"Show {second.name}"],
        [third.name, "Cancelled", f"Show {third.name}"],
    ]
    telephone.send(found, form=".hits form")
    assert standings(telephone.page("search/", q=first.name))[0][1].startswith("In, ")


def test_search_in_a_session_knows_who_has_not_chosen_it(telephone, people, event):
    event.session_choice = SessionChoice.ANY
    event.save()
    chosen = make_session(event)
    people[0].sessions.add(chosen)
    found = standings(telephone.page("search/", q="sample", session=chosen.pk))
    assert [row[1] for row in found] == [f"Check in {people[0].name}", "Other session", "Other session"]


def test_search_for_the_code_of_another_event_says_so_and_no_name(telephone, event):
    other = make_event("other", host=event.host, starts_at=event.starts_at, ends_at=None)
    person = book(other, now=event.starts_at - (event.ends_at - event.starts_at)).attendees.get()
    page = telephone.page("search/", q=person.code)
    assert page.texts("[role=status]")[-1] == "This ticket is for another event."
    assert person.name not in page.text


def test_code_is_typed(telephone, people):
    page = type_code(telephone, people[1].code[:4].lower())
    assert (state(page), page.texts(".nm")) == ("ok", [people[1].name])


def test_double_press_lets_in_once_and_says_so_twice(telephone, people):
    form = telephone.page("code/")
    answers = [telephone.send(form, {"code": people[0].code}) for _ in range(2)]
    assert [state(page) for page in answers] == ["ok", "ok"]
    assert state(type_code(telephone, people[0].code)) == "already"
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("https://example.org/poster", "This is the code of a poster or a web page"),
        ("BEGIN:VCARD", "This is not a ticket’s code."),
        ("7K3F9QXH2MAC", "This code belongs to no ticket that we know."),
    ],
)
def test_strange_code_is_told_what_it_is(telephone, code, words):
    page = type_code(telephone, code)
    assert state(page) == "unknown"
    assert page.texts(".res p")[-1].startswith(words)


def test_part_of_a_code_that_is_not_enough_stays_in_its_box(telephone):
    page = type_code(telephone, "7k")
    assert page.soup.select_one("#code")["value"] == "7k"
    assert page.title.startswith("Error: ")
    assert "at least 4 characters" in page.texts("#code-error")[0]


def test_ticket_of_a_cancelled_place_leads_to_a_free_one(telephone, people):
    cancel_places(people[0].booking_id, attendee_ids=[people[0].pk], now=people[0].booking.created_at, by=By.system())
    page = type_code(telephone, people[0].code)
    assert (state(page), page.texts("h2")) == ("cancelled", ["Cancelled"])
    again = telephone.open(page.link("Give them a free place"))
    assert again.soup.select_one("[name=name]")["value"] == people[0].name


def test_unpaid_person_is_let_in_by_a_second_press(telephone, people):
    Attendee.objects.filter(pk=people[0].pk).update(price=Decimal("75.00"))
    page = type_code(telephone, people[0].code)
    assert (state(page), page.texts("h2")) == ("to_pay", ["To pay: £75"])
    assert not CheckIn.objects.exists()
    assert state(telephone.send(page)) == "ok"
    assert CheckIn.objects.get().due == Decimal("75.00")


def test_ticket_of_another_event_names_it(telephone, event):
    other = make_event("other", host=event.host, title="Sharing power", starts_at=event.starts_at, ends_at=None)
    person = book(other, now=event.starts_at - (event.ends_at - event.starts_at)).attendees.get()
    page = type_code(telephone, person.code)
    assert (state(page), page.texts(".nm")) == ("other_event", [person.name])
    assert "This ticket is for “Sharing power”." in page.texts(".res p")


def test_check_in_is_undone_and_the_list_shows_the_rest(telephone, people):
    type_code(telephone, people[0].code)
    page = type_code(telephone, people[1].code)
    assert state(telephone.send(page, form="form[action$='/undo/']")) == "undone"
    recent = telephone.page("recent/")
    assert recent.texts(".hits b") == [people[0].name]
    telephone.send(recent, {"client_id": "nonsense"}, form=".hits form")
    assert telephone.page("recent/").texts(".hits b") == [people[0].name]


def test_forged_post_changes_nothing(telephone, people, link):
    typed = {"client_id": "0f1bfa3e-51a5-4a9f-8f5c-2c4a0d0cb0ce", "attendee": people[0].pk}
    assert telephone.client.post(f"{telephone.home}admit/", typed).status_code == 403
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("typed", [{"client_id": "x"}, {}, {"client_id": ""}])
def test_press_without_a_number_is_refused(telephone, typed):
    page = telephone.page("code/")
    assert telephone.send(page, {"client_id": None, **typed, "code": "7K3F"}).status in (302, 404)


def test_notes_are_counted_and_not_told(telephone, people):
    wording = ConsentWording.objects.latest("version")
    Need.objects.create(
        attendee=people[0], kind="access", text="Hearing loop", wording=wording, given_at=people[0].booking.created_at
    )
    page = type_code(telephone, people[0].code)
    notes = telephone.open(page.link("1 access note"))
    assert "1 access note" in notes.texts("main strong")
    assert "Hearing" not in page.text + notes.text
    assert notes.link("Read it").startswith("/admin/desk/")


def test_guessing_codes_ends_and_names_still_work(telephone, people, link):
    form = telephone.page("code/")
    note_guess(link, MOST - 1)
    assert telephone.send(form, {"code": "7K3F9QXH2MAC"}).status == 200
    assert telephone.send(form, {"code": people[0].code}).status == 429
    assert state(telephone.send(telephone.page("search/", q="sample"), form=".hits form")) == "ok"


def test_conflicts_are_shown_with_both_doors(telephone, people, event):
    first = let_in(people[0], at=event.starts_at, device="Main door")
    let_in(people[0], at=event.starts_at, device="Side door", state="again", earlier=first)
    text = telephone.page("recent/").texts(".notice li")[0]
    assert text.startswith(f"{people[0].name} was let in twice: ")
    assert "by Main door, and" in text

"""Money taken at the door, without any script."""

from decimal import Decimal

import pytest

from events.models.bookings import Attendee
from events.models.checkins import CheckIn
from events.models.payments import Payment
from events.payments.balance import balance
from tests.factories.bookings import book
from tests.factories.events import make_event


@pytest.fixture
def owing(people):
    Attendee.objects.filter(pk=people[0].pk).update(price=Decimal("75.00"))
    people[0].refresh_from_db()
    return people[0]


def state(page):
    return page.value("door-state")


def to_pay(telephone, person):
    return telephone.send(telephone.page("code/"), {"code": person.code})


def test_paid_now_writes_the_money_down_and_lets_them_in(telephone, owing, link):
    page = telephone.open(to_pay(telephone, owing).link("Paid now"))
    assert page.fields()["amount"] == ["75.00"]
    answers = [telephone.send(page, {"method": "machine"}) for _ in range(2)]
    assert [state(answer) for answer in answers] == ["ok", "ok"]
    payment = Payment.objects.get()
    assert (payment.amount, payment.reference) == (75, f"Card machine · {link.name}")
    assert (CheckIn.objects.count(), balance(owing.booking).due) == (1, 0)
    assert "The payment is written down." in answers[0].texts("p")


def test_a_part_is_written_down_and_the_rest_is_asked_for(telephone, owing):
    page = telephone.send(telephone.page(f"paid/{owing.pk}/"), {"amount": "25"})
    assert (state(page), page.texts("h2")) == ("to_pay", ["To pay: £50"])
    assert (Payment.objects.get().amount, CheckIn.objects.count()) == (25, 0)


@pytest.mark.parametrize("amount", ["", "75,00", "NaN", "-5", "0", "75.01", "1.001"])
def test_what_is_no_amount_writes_nothing_down(telephone, owing, amount):
    page = telephone.send(telephone.page(f"paid/{owing.pk}/"), {"amount": amount})
    assert [f"Error: {text}" for text in page.texts(".errors a[href='#id_amount']")] == page.texts("[id$=error]")
    assert page.fields()["amount"] == [amount]
    assert (Payment.objects.count(), CheckIn.objects.count()) == (0, 0)


def test_who_owes_nothing_is_asked_for_nothing(telephone, people):
    page = telephone.page(f"paid/{people[1].pk}/")
    assert "Nothing is to pay." in page.texts("p")


def test_people_of_other_events_are_not_shown(telephone, event):
    other = make_event("other", host=event.host, starts_at=event.starts_at, ends_at=None)
    person = book(other, now=event.starts_at - (event.ends_at - event.starts_at)).attendees.get()
    assert telephone.client.get(f"{telephone.home}paid/{person.pk}/", follow=True).status_code == 404

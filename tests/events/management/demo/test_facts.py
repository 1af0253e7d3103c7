from decimal import Decimal

from events.management.demo import facts


def test_key_of_is_the_same_each_time_and_differs_by_name():
    assert facts.key_of("coffee", "ticket", "place") == facts.key_of("coffee", "ticket", "place")
    assert facts.key_of("coffee", "ticket", "place") != facts.key_of("homecare", "ticket", "place")


def test_both_names_the_field_of_each_language():
    assert facts.both("name", {"en": "Place", "cy": "Lle"}) == {"name_en": "Place", "name_cy": "Lle"}
    assert facts.both("name", None) == {"name_en": "", "name_cy": ""}


def test_ticket_facts_keeps_pennies():
    found = facts.ticket_facts({"price_kind": "pay_what_you_can", "minimum": "5.50", "suggested": ["10.00", "12.50"]})
    assert found == {
        "price_kind": "pay_what_you_can",
        "price": None,
        "minimum_price": Decimal("5.50"),
        "suggested_prices": "10, 12.50",
        "credits": None,
        "capacity": None,
        "attendance": "",
        "is_supporter": False,
    }


def test_question_facts_says_what_must_be_answered():
    assert facts.question_facts({"kind": "yes_no", "asked_of": "booking", "required": True}) == {
        "kind": "yes_no",
        "asked_of": "booking",
        "is_required": True,
    }

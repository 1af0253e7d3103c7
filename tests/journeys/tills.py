"""An event that can be paid in each way, on the running site's own database: `python -m tests.journeys.tills`."""

from __future__ import annotations

import django

PATH = "/en/events/states-till/"
OWNER = "hours@example.org"
HOURS = 6

TICKETS = [
    {"name": "Organisation", "price_kind": "fixed", "price": "75.00"},
    {"name": "What I can", "price_kind": "pay_what_you_can", "minimum_price": "5.00"},
    {"name": "Hours", "price_kind": "time_credits", "credits": 2},
]


def make() -> None:
    from events.choices import PurchaseOrder
    from events.models.people_places import Organisation
    from tests.factories.time_credits import make_account
    from tests.journeys.making import NOW, event, with_pages

    host = Organisation.objects.exclude(bank_details="").earliest("pk")
    terms = {"takes_invoices": True, "purchase_order": PurchaseOrder.REQUIRED, "host": host}
    with_pages(event("till", tickets=TICKETS, capacity=40, asks_needs=False, **terms))
    make_account(host, HOURS, email=OWNER, now=NOW)


if __name__ == "__main__":
    django.setup()
    make()

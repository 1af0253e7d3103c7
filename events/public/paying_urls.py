"""Addresses of ways to pay for a booking, below the booking's own."""

from __future__ import annotations

from django.urls import path

from events.public.views import invoice_card, invoices, time_credits

urlpatterns = [
    path("credits/", time_credits.pay_credits, name="booking_credits"),
    path("invoice/", invoices.invoice, name="booking_invoice"),
    path("invoice/ask/", invoices.ask_for_invoice, name="booking_ask_for_invoice"),
    path("invoice/paid/", invoice_card.invoice_paid, name="booking_invoice_paid"),
    path("invoice/paper.pdf", invoices.invoice_paper, name="booking_invoice_paper"),
]

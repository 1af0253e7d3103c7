"""Addresses of what is about money, below the desk's."""

from __future__ import annotations

from django.urls import path, re_path

from events.backoffice.views import accounts, bank, books, codes, debts, door_payments, payouts

urlpatterns = [
    path("", debts.debts, name="debts"),
    re_path(r"^open-invoices\.(?P<kind>csv|xlsx)$", debts.debts_file, name="debts_file"),
    path("credits/", accounts.accounts, name="accounts"),
    path("credits/new/", accounts.new_account, name="new_account"),
    path("credits/<int:pk>/", accounts.account, name="account"),
    re_path(r"^credits/(?P<pk>\d{1,9})/statement\.(?P<kind>pdf|csv|xlsx)$", accounts.account_file, name="account_file"),
    path("credits/<int:pk>/adjust/", accounts.adjust_account, name="adjust_account"),
    path("credits/<int:pk>/owe/", accounts.owe_account, name="owe_account"),
    path("bookings/<int:event_id>/<slug:reference>/", door_payments.take_payment, name="take_payment"),
    path("discounts/", codes.codes, name="codes"),
    path("discounts/new/", codes.new_code, name="new_code"),
    path("discounts/<int:pk>/", codes.code, name="code"),
    path("bookings/<int:event_id>/<slug:reference>/<int:pk>/", door_payments.strike_payment, name="strike_payment"),
    path("books/", books.books, name="books"),
    re_path(r"^books\.(?P<kind>csv|xlsx)$", books.books_file, name="books_file"),
    path("payouts/", payouts.payouts, name="payouts"),
    path("payouts/<int:pk>/", payouts.payout, name="payout"),
    re_path(r"^payouts/(?P<pk>\d{1,9})/lines\.(?P<kind>csv|xlsx)$", payouts.payout_file, name="payout_file"),
    path("bank/", bank.statement, name="bank"),
    path("bank/enter/", bank.enter_statement, name="bank_enter"),
    path("invoices/<int:pk>/", debts.invoice, name="invoice"),
    path("invoices/<int:pk>/paper.pdf", debts.invoice_paper, name="invoice_paper"),
    path("invoices/<int:pk>/paid/", debts.mark_paid, name="invoice_paid"),
    path("invoices/<int:pk>/po-number/", debts.set_po_number, name="invoice_po"),
    path("invoices/<int:pk>/again/", debts.send_again, name="invoice_again"),
]

"""The words that dates and times are written with, in English and in Welsh."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy, pgettext_lazy


@dataclass(frozen=True)
class DateWords:
    """One language's words. `days` and `short_days` begin with Monday, `months` and `short_months` with January.

    `days_after` are the names of the days as they follow `to` ("i ddydd Sadwrn") and as they stand for "on Saturday"
    (Welsh softens the first letter in both places; English says the same word).
    """

    days: tuple[str, ...]
    days_after: tuple[str, ...]
    short_days: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    noon: str
    midnight: str
    to: str
    starts_and_ends: str
    on_day: str
    on_date: str
    zone: str


ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

ENGLISH = DateWords(
    days=ENGLISH_DAYS,
    days_after=ENGLISH_DAYS,
    short_days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    short_months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    noon="noon",
    midnight="midnight",
    to="{first} to {last}",
    starts_and_ends="Starts at {first} {first_day}, ends at {last} {last_day}",
    on_day="on {day}",
    on_date="on {day} {month}",
    zone="{clock}, {place} time",
)

WELSH = DateWords(
    days=("dydd Llun", "dydd Mawrth", "dydd Mercher", "dydd Iau", "dydd Gwener", "dydd Sadwrn", "dydd Sul"),
    days_after=(
        "ddydd Llun",
        "ddydd Mawrth",
        "ddydd Mercher",
        "ddydd Iau",
        "ddydd Gwener",
        "ddydd Sadwrn",
        "ddydd Sul",
    ),
    short_days=("Llun", "Maw", "Mer", "Iau", "Gwe", "Sad", "Sul"),
    months=(
        "Ionawr",
        "Chwefror",
        "Mawrth",
        "Ebrill",
        "Mai",
        "Mehefin",
        "Gorffennaf",
        "Awst",
        "Medi",
        "Hydref",
        "Tachwedd",
        "Rhagfyr",
    ),
    short_months=("Ion", "Chwef", "Maw", "Ebr", "Mai", "Meh", "Gorff", "Awst", "Medi", "Hyd", "Tach", "Rhag"),
    noon="hanner dydd",
    midnight="hanner nos",
    to="{first} i {last}",
    starts_and_ends="Yn dechrau am {first} {first_day}, yn gorffen am {last} {last_day}",
    on_day="{day}",
    on_date="ar {day} {month}",
    zone="{clock}, amser {place}",
)


def words_for(language: str) -> DateWords:
    """Welsh for "cy" and its variants, English for everything else."""
    return WELSH if language[:2] == "cy" else ENGLISH


JULY = (gettext_lazy("July"), pgettext_lazy("alt. month", "July"))
"""Django's own Welsh misspells it wherever a template writes a date; what our catalogue has goes before that."""

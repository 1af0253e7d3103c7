import re

import pytest
from django import forms
from django.template import Context, Template

from home.templatetags.form_fields import described_by, options, piece


class Asking(forms.Form):
    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label="E-mail address", required=False, help_text="Your ticket goes here.")
    story = forms.CharField(label="Anything else", required=False, widget=forms.Textarea({"rows": 3}))
    ticket = forms.ChoiceField(label="Ticket", choices=[(1, "Free"), (2, "Paid")], widget=forms.RadioSelect)
    place = forms.ChoiceField(label="Place", choices=[("", "Anywhere"), ("o", "Online")], required=False)
    access = forms.MultipleChoiceField(
        label="What would help you take part?",
        required=False,
        choices=[("loop", "Hearing loop"), ("bsl", "Sign language")],
        widget=forms.CheckboxSelectMultiple,
    )
    news = forms.BooleanField(label="Send me news", required=False, help_text="About once a month.")
    token = forms.CharField(widget=forms.HiddenInput)


def render(form: forms.Form, name: str) -> str:
    template = Template("{% load form_fields %}{% include field|piece with field=field only %}")
    html = re.sub(r"\s+", " ", template.render(Context({"field": form[name]})))
    return re.sub(r" ?(<|>) ?", r"\1", html).strip()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("name", "_field"),
        ("story", "_field"),
        ("place", "_field"),
        ("ticket", "_choices"),
        ("access", "_choices"),
        ("news", "_check"),
        ("token", "_hidden"),
    ],
)
def test_piece_names_the_component(name, expected):
    assert piece(Asking()[name]) == f"components/{expected}.html"


def test_described_by_names_hint_and_error_in_reading_order():
    form = Asking({"p-email": "sam@"}, prefix="p")

    assert described_by(form["email"]) == "id_p-email-hint id_p-email-error"
    assert described_by(form["name"]) == "id_p-name-error"
    assert described_by(Asking()["name"]) == ""


def test_options_mark_what_was_chosen():
    form = Asking({"ticket": "2", "access": ["bsl"]})

    assert list(options(form["ticket"])) == [("id_ticket_0", "1", "Free", False), ("id_ticket_1", "2", "Paid", True)]
    assert [chosen for *_, chosen in options(form["access"])] == [False, True]


def test_options_mark_an_initial_number():
    assert [chosen for *_, chosen in options(Asking(initial={"ticket": 2})["ticket"])] == [False, True]


def test_text_box_has_a_label_and_what_the_browser_needs_to_fill_it_in():
    html = render(Asking({"name": 'Siân "Sam" <b>', "ticket": "1"}), "name")

    assert '<label for="id_name">Your name</label>' in html
    assert 'type="text" value="Siân &quot;Sam&quot; &lt;b&gt;"' in html
    assert 'autocomplete="name"' in html
    assert 'maxlength="120"' in html
    assert " required" in html
    assert "aria-" not in html


def test_optional_text_box_says_so_and_is_described_by_its_hint():
    html = render(Asking(), "email")

    assert '<span class="opt">(optional)</span>' in html
    assert '<p class="hint" id="id_email-hint">Your ticket goes here.</p>' in html
    assert 'type="email" value=""' in html
    assert 'aria-describedby="id_email-hint"' in html
    assert " required" not in html


def test_text_box_with_an_error_keeps_what_was_typed():
    html = render(Asking({"email": "sam@"}), "email")

    assert 'class="field field--err"' in html
    assert 'id="id_email-error"' in html
    assert '<span class="vh">Error:</span>Enter a valid email address.' in html
    assert 'value="sam@"' in html
    assert 'aria-describedby="id_email-hint id_email-error" aria-invalid="true"' in html


def test_text_area_keeps_its_lines():
    template = Template("{% load form_fields %}{% include field|piece with field=field only %}")

    html = template.render(Context({"field": Asking({"story": "\nOne\nTwo </textarea>"})["story"]}))

    assert "\n\nOne\nTwo &lt;/textarea&gt;</textarea>" in html


def test_drop_down_list_keeps_the_choice():
    assert '<option value="o" selected>Online</option>' in render(Asking({"place": "o"}), "place")


def test_radio_buttons_stand_in_a_fieldset_with_their_question():
    html = render(Asking({"ticket": "2"}), "ticket")

    assert '<fieldset class="field" id="id_ticket"><legend>Ticket</legend>' in html
    assert '<input type="radio" id="id_ticket_1" name="ticket" value="2" checked>' in html
    assert '<label for="id_ticket_1">Paid</label>' in html


def test_radio_buttons_with_an_error_describe_their_fieldset():
    html = render(Asking({}), "ticket")

    assert '<fieldset class="field field--err" id="id_ticket" aria-describedby="id_ticket-error">' in html


def test_tick_boxes_keep_every_tick():
    html = render(Asking({"access": ["loop", "bsl"]}), "access")

    assert html.count(" checked>") == 2
    assert html.count('type="checkbox"') == 2


def test_single_tick_box_stands_before_its_words():
    html = render(Asking({"news": "on"}), "news")

    assert '<input type="checkbox" id="id_news" name="news" checked aria-describedby="id_news-hint">' in html
    assert html.index("<input") < html.index("<label")


def test_hidden_field_carries_its_value():
    assert (
        render(Asking({"token": "a&b"}), "token") == '<input type="hidden" name="token" id="id_token" value="a&amp;b">'
    )

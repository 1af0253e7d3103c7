from django import forms

from home.problems import Problem, anchor_of, problems_of


class Asking(forms.Form):
    name = forms.CharField(error_messages={"required": "Type your name"})
    email = forms.EmailField(required=False, error_messages={"invalid": "Add the part after the @"})
    ticket = forms.ChoiceField(
        choices=[("1", "Free"), ("2", "Paid")], widget=forms.RadioSelect, error_messages={"required": "Choose a ticket"}
    )

    def clean(self):
        if self.cleaned_data.get("name") == "Nobody":
            raise forms.ValidationError("Somebody has to come")


def test_problems_of_follow_the_order_of_the_fields():
    form = Asking({"people-0-email": "sam@"}, prefix="people-0")

    assert list(problems_of(form)) == [
        Problem("id_people-0-name", "Type your name"),
        Problem("id_people-0-email", "Add the part after the @"),
        Problem("id_people-0-ticket_0", "Choose a ticket"),
    ]


def test_problems_of_name_the_person():
    form = Asking({"name": "Sam Sample"})

    assert [problem.text for problem in problems_of(form, who="Person 2")] == ["Person 2: Choose a ticket"]


def test_problems_of_the_whole_form_come_first_and_lead_to_the_page():
    form = Asking({"name": "Nobody"})

    assert list(problems_of(form)) == [
        Problem("main", "Somebody has to come"),
        Problem("id_ticket_0", "Choose a ticket"),
    ]


def test_problems_of_a_good_form_are_none():
    assert list(problems_of(Asking({"name": "Sam Sample", "ticket": "1"}))) == []


def test_anchor_of_a_single_control_is_its_id():
    assert anchor_of(Asking()["name"]) == "id_name"

"""Every page and state that a visitor can meet: one line each, and how to get there."""

from __future__ import annotations

from dataclasses import dataclass

Step = str | tuple[str, str]


@dataclass(frozen=True)
class State:
    """`path` begins at the site's root. {language} and {list} stand for the language's own, {key} for the page of an
    event of the demo, {name} for a booking or page of `making`. `steps` come in order: a selector is pressed, a pair
    is (selector, text to type). A page of `error` is drawn where nothing is wrong."""

    name: str
    path: str
    steps: tuple[Step, ...] = ()
    error: str = ""

    def __str__(self) -> str:
        return self.name


SEND = "main form .btn--big"
ADD = "button[name=add]"
NOBODY = (("input[name=name]", ""), ("input[name=email]", "sam@"))
SOMEBODY = (("input[name=name]", "Sam Sample"), ("input[name=email]", "sam@example.org"))
UNFOLD = "main details:not([open]) > summary"

PAGES = (
    State("front page", "/{language}/"),
    State("what is on", "{list}"),
    State("what is on, month", "{list}?view=month"),
    State("what is on, past", "{list}?when=past"),
    State("what is on, nothing found", "{list}?q=zzzz"),
    State("embedded list", "/embed{list}"),
    State("certificate, none found", "/certificates/NONE-NONE/?language={language}"),
    State("time credits", "/time-credits/?language={language}"),
    State("door without a link", "/check-in/?language={language}"),
    State("statement", "/{language}/{accessibility}/"),
    State("event, full", "{homecare}"),
    State("event, several prices", "{time-banking}"),
    State("event, by invitation", "{think-session}"),
    State("event, invitation opened", "{think-session}?code=AMSER347"),
    State("event, wrong code", "{think-session}?code=NO"),
    State("event, by request", "{more-to-life}"),
    State("event, festival", "{behaviour-festival}"),
    State("event, two days", "{dementia-meet-up}"),
    State("event, series without dates", "{abcd-training}"),
    State("event, without a date", "{well-being}"),
    State("event, plain", "{coffee}"),
    State("event, over", "{together-stronger}"),
    State("event, cancelled", "{members-forum}"),
)

FORM = (
    State("form", "{coffee}book/"),
    State("form, problems", "{coffee}book/", (*NOBODY, SEND)),
    State("form, group with problems", "{coffee}book/", (ADD, ADD, *NOBODY, SEND)),
    State("form, for somebody else", "{coffee}book/", (*SOMEBODY, "input[name=absent]", ADD)),
    State("form, prices and questions", "{dementia-meet-up}book/", (UNFOLD,)),
    State("form, sessions", "{behaviour-festival}book/", (UNFOLD,)),
    State("form, by request", "{more-to-life}book/"),
    State("form, by invitation", "{think-session}book/?code=AMSER347"),
    State("form, for the waitlist", "{homecare}book/?waits=1"),
    State("form, full", "{homecare}book/", (*SOMEBODY, SEND)),
    State("form, closed", "{together-stronger}book/"),
    State("hold, running", "{time-banking}", ("form[action$='book/hold/'] button",)),
    State("hold, more time", "{time-banking}book/", ("button[name=more]",)),
    State("hold, soon over", "{soon}book/"),
    State("hold, over", "{ended}book/"),
    State("hold, places gone", "{gone}book/"),
    State("interest", "{well-being}interest/"),
    State("interest, problems", "{well-being}interest/", (*NOBODY, SEND)),
    State("interest, registered", "{well-being}interest/?done=1"),
    State("interest, leave", "{interest}"),
)

BOOKING = (
    State("confirmed", "{confirmed}placed/"),
    State("confirmed, group", "{group}placed/"),
    State("waitlist joined", "{waiting}placed/"),
    State("request sent", "{requested}placed/"),
    State("booking", "{confirmed}"),
    State("booking, saved", "{group}?saved=changed"),
    State("booking, waiting", "{waiting}"),
    State("booking, asked for", "{requested}"),
    State("booking, turned down", "{rejected}"),
    State("booking, out of time", "{expired}"),
    State("booking, cancelled", "{cancelled}"),
    State("booking, event cancelled", "{off}"),
    State("booking, too late", "{late}"),
    State("change", "{group}change/", (UNFOLD,)),
    State("change, problems", "{confirmed}change/", (("main input[name$=-name]", ""), SEND)),
    State("change, too late", "{late}change/"),
    State("add", "{confirmed}add/"),
    State("add, problems", "{confirmed}add/", (SEND,)),
    State("give, problems", "{confirmed}", ("main a[href*='give/']", SEND)),
    State("pass on", "{confirmed}pass-on/"),
    State("pass on, problems", "{group}pass-on/", (SEND,)),
    State("cancel", "{group}cancel/"),
    State("cancel, nobody", "{confirmed}cancel/", ("main input[name=places]", "main .btn--danger")),
    State("places cancelled", "{group}cancelled/"),
    State("offer", "{offered}offer/"),
    State("offer, over", "{lapsed}offer/"),
    State("offer, declined", "{declined}offer/"),
    State("link is dead", "/bookings/l/unknown/?language={language}"),
    State("lost link", "/bookings/lost/"),
    State("lost link, problems", "/bookings/lost/", (("input[name=email]", "sam"), SEND)),
    State("lost link, sent", "/bookings/lost/", (("input[name=email]", "nobody@example.org"), SEND)),
)

KINDS = ("403", "403_csrf", "404", "429", "500", "503")
ERRORS = tuple(State(f"error {kind}", "/bookings/lost/", error=kind) for kind in KINDS)

STATES = (*PAGES, *FORM, *BOOKING, *ERRORS)

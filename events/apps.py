from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core import checks

        from events.documents.checks import printing_works
        from events.models.people_places import EventKind, Organisation, Person, Venue
        from events.pages import publishing
        from home.generation import shown_on_pages

        publishing.connect()
        shown_on_pages([Organisation, Venue, Person, EventKind])
        checks.register(printing_works)

"""What events add to the Wagtail admin: registration only."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from events.backoffice.viewsets.people_places import PeopleAndPlaces
from events.pages.deletion import before_bulk_action, before_delete_page
from events.pages.viewset import EventPages

hooks.register("register_admin_viewset", EventPages)
hooks.register("before_delete_page", before_delete_page)
hooks.register("before_bulk_action", before_bulk_action)
register_snippet(PeopleAndPlaces)

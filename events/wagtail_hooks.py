"""What events add to the Wagtail admin: registration only."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from events.backoffice.menu import desk_menu_item, desk_urls, with_our_icons
from events.backoffice.viewsets.memberships import MembershipViewSet
from events.backoffice.viewsets.people_places import PeopleAndPlaces
from events.pages.deletion import before_bulk_action, before_delete_page
from events.pages.front import front_page_context
from events.pages.publishing import after_convert_alias_page
from events.pages.viewset import EventPages

hooks.register("register_admin_viewset", EventPages)
hooks.register("before_delete_page", before_delete_page)
hooks.register("front_page_context", front_page_context)
hooks.register("before_bulk_action", before_bulk_action)
hooks.register("after_convert_alias_page", after_convert_alias_page)
register_snippet(PeopleAndPlaces)
hooks.register("register_admin_urls", desk_urls)
hooks.register("register_admin_menu_item", desk_menu_item)
hooks.register("register_icons", with_our_icons)
hooks.register("register_admin_viewset", MembershipViewSet)

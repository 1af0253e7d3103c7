"""What events add to the Wagtail admin: registration only."""

from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from events.backoffice.colleagues import name_colleagues_only
from events.backoffice.menu import (
    bookings_menu_item,
    desk_menu_item,
    desk_urls,
    log_menu_item,
    money_menu_item,
    narrow_style,
    with_our_icons,
)
from events.backoffice.network_only import construct_reports_menu
from events.backoffice.next_events import show_next_events
from events.backoffice.own_api import construct_admin_api
from events.backoffice.own_files import (
    OwnedFiles,
    after_delete_snippet,
    before_delete_snippet,
    describe_collection_contents,
)
from events.backoffice.own_rows import OwnedOrganisations, OwnedRows
from events.backoffice.page_buttons import head_button, row_button
from events.backoffice.person_urls import person_menu_item
from events.backoffice.views.sharing import embed_button
from events.backoffice.viewsets.memberships import MembershipViewSet
from events.backoffice.viewsets.people_places import PeopleAndPlaces
from events.models.people_places import EventKind, Organisation, Person, Venue
from events.pages.deletion import before_bulk_action, before_delete_page
from events.pages.front import front_page_context
from events.pages.ownership import OwnedPages, before_move_page
from events.pages.page_choosing import construct_page_chooser_queryset
from events.pages.public_pages import without_invitations
from events.pages.publishing import after_convert_alias_page
from events.pages.translation_doors import translation_doors
from events.pages.viewset import EventPages

register_permission_policy(Page, OwnedPages())
register_permission_policy(Organisation, OwnedOrganisations(Organisation))
for rows in (Venue, Person, EventKind):
    register_permission_policy(rows, OwnedRows(rows))
for files in (get_image_model(), get_document_model()):
    # "exact" goes before what Wagtail's own apps register, in whatever order all are loaded.
    register_permission_policy(files, OwnedFiles(files, owner_field_name="uploaded_by_user"), exact_class=True)
hooks.register("register_admin_urls", translation_doors, order=-1)
hooks.register("register_admin_viewset", EventPages)
hooks.register("before_delete_page", before_delete_page)
hooks.register("before_move_page", before_move_page)
hooks.register("front_page_context", front_page_context)
hooks.register("construct_public_pages", without_invitations)
hooks.register("before_bulk_action", before_bulk_action)
hooks.register("after_convert_alias_page", after_convert_alias_page)
register_snippet(PeopleAndPlaces)
hooks.register("register_admin_urls", desk_urls)
hooks.register("register_admin_menu_item", desk_menu_item)
hooks.register("register_admin_menu_item", bookings_menu_item)
hooks.register("construct_homepage_panels", show_next_events)
hooks.register("register_reports_menu_item", log_menu_item)
hooks.register("register_admin_menu_item", money_menu_item)
hooks.register("register_icons", with_our_icons)
hooks.register("insert_global_admin_css", narrow_style)
hooks.register("register_page_header_buttons", embed_button)
hooks.register("register_page_header_buttons", head_button)
hooks.register("register_page_listing_more_buttons", row_button)
hooks.register("register_admin_viewset", MembershipViewSet)
hooks.register("register_reports_menu_item", person_menu_item)
hooks.register("before_delete_snippet", before_delete_snippet)
hooks.register("after_delete_snippet", after_delete_snippet)
hooks.register("describe_collection_contents", describe_collection_contents)
hooks.register("construct_admin_api", construct_admin_api, order=1)
hooks.register("construct_reports_menu", construct_reports_menu)
hooks.register("construct_page_chooser_queryset", construct_page_chooser_queryset)
name_colleagues_only()

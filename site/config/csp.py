"""Says which sources a page may load from: its own origin only, and inline code in the admin alone."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PUBLIC_POLICY = {
    "default-src": [SELF],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "object-src": [NONE],
}
PAYMENT_PAGES = ["https://checkout.stripe.com"]
# On one's own machine a stand-in for Stripe may stand at any port.
PRETEND_PAYMENT_PAGES = ["http://127.0.0.1:*", "http://localhost:*"]


def paying(*pages: str) -> dict[str, list[str]]:
    """The public policy of a site that takes cards: a pressed "Pay" may lead to a payment page."""
    return PUBLIC_POLICY | {"form-action": [SELF, *pages]}


# Wagtail's admin writes styles and scripts into its pages and shows chosen files before they are sent.
ADMIN_POLICY = PUBLIC_POLICY | {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "media-src": [SELF, "blob:"],
}


class PolicyMiddleware(CSPMiddleware):
    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(settings.ADMIN_PATH):
            parts.replace = ADMIN_POLICY | (parts.replace or {})
        return parts

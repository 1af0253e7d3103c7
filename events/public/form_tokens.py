"""The token that each booking form carries: signed, kept nowhere, good for one booking of one event."""

from __future__ import annotations

import secrets

from django.core.signing import BadSignature, Signer

from events.models.events import Event

BYTES = 18

_signer = Signer(salt="events.public.form_tokens")


def new_token(event: Event) -> str:
    """A new signed token for a form about this event."""
    return _signer.sign(f"{event.key.hex}.{secrets.token_urlsafe(BYTES)}")


def secret_of(token: str, *, event: Event) -> str | None:
    """What stands behind the signature; None when the token is not one of ours, or is another event's."""
    try:
        secret = _signer.unsign(token)
    except BadSignature:
        return None
    return secret if secret.startswith(f"{event.key.hex}.") else None

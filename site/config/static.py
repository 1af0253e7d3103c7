"""How style sheets, scripts and fonts are named in pages."""

from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """Names that carry a hash, once `manage.py collectstatic` has made them; the plain names until then.

    So a forgotten step makes a slower site and not a broken one.
    """

    def url(self, name: str | None, force: bool = False) -> str:
        address: Any = super().url(name, force) if self.hashed_files else StaticFilesStorage.url(self, name)
        return str(address)

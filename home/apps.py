from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from home.frame import forget_frames

        page_published.connect(forget_frames, dispatch_uid="home.forget_frames")
        page_unpublished.connect(forget_frames, dispatch_uid="home.forget_frames")

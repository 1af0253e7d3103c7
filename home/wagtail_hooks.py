"""What the home app adds to the editors' side."""

from typing import Any

from wagtail import hooks

from home.frame import forget_frames


@hooks.register("after_edit_setting")
@hooks.register("after_move_page")
def show_changes_at_once(*_args: Any) -> None:
    forget_frames()

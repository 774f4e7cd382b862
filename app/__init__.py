"""The building itself: `create_app` is the one door, opened by `flask --app app`."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> "Flask":
    """Return the Flask application for the settings of this machine.

    The factory is imported here and not above, so that views may import `app.*` without a circle.
    """
    from app.factory import make_app

    return make_app()

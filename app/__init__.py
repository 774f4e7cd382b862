"""The application package; `create_app` is its one entry point, used by `flask --app app`."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> "Flask":
    """Return the Flask application for the settings of this machine.

    The factory is imported inside the function, so that views may import `app.*` without a cycle.
    """
    from app.factory import make_app

    return make_app()

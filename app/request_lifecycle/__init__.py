"""What surrounds every request: who is signed in, the frame of the page, headers, errors, language."""

from flask import Flask
from flask_login import LoginManager

from app.request_lifecycle import errors, formats, frame, headers, signed_in


def install(app: Flask, login: LoginManager) -> None:
    """Attach everything that surrounds a request to the application."""
    signed_in.install(login)
    frame.install(app)
    formats.install(app)
    headers.install(app)
    errors.install(app)

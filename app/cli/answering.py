"""Answers a request without the application."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

PLAIN = "text/plain; charset=utf-8"


def answer(
    start_response: "StartResponse", status: str, kind: str, body: bytes, *headers: tuple[str, str]
) -> Iterable[bytes]:
    """Begin a response and return its body."""
    start_response(
        status,
        [
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            *headers,
        ],
    )
    return [body]

"""The WSGI application that the server holds: a calm waiting page until Wayhome is ready, then Wayhome itself."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.sansio.utils import host_is_trusted
from whitenoise import WhiteNoise

from app.cli.answering import PLAIN, answer
from app.cli.getting_ready import waiting_page

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Door:
    """Answers 503 until it is opened, and 400 for any name but the server's own (DNS rebinding)."""

    def __init__(self, own_hosts: Collection[str]) -> None:
        self._own_hosts = list(own_hosts)
        self._app: Flask | None = None

    def open(self, app: Flask) -> None:
        """From now on, pass every request to the application."""
        self._app = app

    def waits_for_nothing(self, path: str) -> bool:
        """Tell whether what is asked for is answered without waiting for anybody: health, and the files of pages."""
        files = self._app.wsgi_app if self._app is not None else None
        return path == "/healthz" or (isinstance(files, WhiteNoise) and path in files.files)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        if not host_is_trusted(environ.get("HTTP_HOST") or environ["SERVER_NAME"], self._own_hosts):
            return answer(start_response, "400 Bad Request", PLAIN, b"This server has another name.\n")
        if self._app is not None:
            return self._app(environ, start_response)
        if environ.get("PATH_INFO") == "/healthz":
            return answer(start_response, "503 Service Unavailable", PLAIN, b"getting ready\n")
        page = waiting_page(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        return answer(
            start_response,
            "503 Service Unavailable",
            "text/html; charset=utf-8",
            page.body,
            *[("Content-Security-Policy", page.content_policy), ("Retry-After", "5"), ("Refresh", "5")],
        )

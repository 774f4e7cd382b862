"""Lets in only what the HTTPS server in front passes on, and believes only that server about the visitor."""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

from app.cli.answering import PLAIN, answer
from app.foundation.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class BehindProxy:
    """Refuses what did not come over HTTPS. `/healthz` tells nothing, and is answered to anybody on this machine."""

    def __init__(self, app: "WSGIApplication", settings: Settings) -> None:
        self._app = app
        self._believing = ProxyFix(app, x_for=1, x_proto=1)
        self._proxies = settings.proxies
        self._address = settings.public_url or ""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        if environ.get("PATH_INFO") == "/healthz":
            return self._app(environ, start_response)
        said = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
        if self._is_from_proxy(environ.get("REMOTE_ADDR", "")) and said == "https":
            return self._believing(environ, start_response)
        words = f"This server is reached over HTTPS only: {self._address}\n"
        return answer(start_response, "403 Forbidden", PLAIN, words.encode())

    def _is_from_proxy(self, address: str) -> bool:
        try:
            visitor = ip_address(address)
        except ValueError:
            return False
        return any(visitor in network for network in self._proxies)

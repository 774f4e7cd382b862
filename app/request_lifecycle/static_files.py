"""Serves the style sheet, scripts and fonts: text compressed once at the start. Pages are never compressed.

Whoever can make a browser send words of their choosing, and see how long the answers are, can read a secret out of a
compressed page that holds both (BREACH, https://www.breachattack.com). A static file holds no secret.
"""

import gzip
import re
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from whitenoise import WhiteNoise
from whitenoise.responders import Response, StaticFile

TEXT = frozenset({".css", ".js", ".svg", ".json", ".txt"})
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


class CompressedFile:
    """One text file, plain and compressed; a browser that does not ask for the compressed one gets the plain one."""

    def __init__(self, plain: StaticFile, path: Path) -> None:
        self._plain = plain
        self._body = _compressed(path, path.stat().st_mtime_ns)
        _, _, headers = plain.alternatives[0]
        self._headers = Headers(list(headers))
        self._headers["Vary"] = "Accept-Encoding"
        self._headers["Content-Encoding"] = "gzip"
        self._headers["Content-Length"] = str(len(self._body))

    def get_response(self, method: str, request_headers: Mapping[str, Any]) -> Response:
        """Answer a request; parts of the file (Range) are parts of the plain one."""
        response = self._plain.get_response(method, request_headers)
        is_whole = response.status == 200 and "HTTP_RANGE" not in request_headers
        if not is_whole or not _TAKES_GZIP.search(request_headers.get("HTTP_ACCEPT_ENCODING", "")):
            return Response(response.status, [*response.headers, ("Vary", "Accept-Encoding")], response.file)
        if response.file is not None:
            response.file.close()
        return Response(
            response.status, self._headers.items(), BytesIO(self._body) if method == "GET" else None
        )


@lru_cache
def _compressed(path: Path, _changed_at: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


class StaticFiles(WhiteNoise):
    """The static files of the application, in front of it."""

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> StaticFile | CompressedFile:
        """Return what answers for one file."""
        plain = super().get_static_file(path, url, stat_cache=stat_cache)
        file = Path(path)
        return CompressedFile(plain, file) if file.suffix in TEXT else plain

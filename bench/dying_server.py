"""Serves as the product does, and dies on the spot, as after kill -9, before the step that a request names.

For `bench.faults` alone. A step is a statement sent to the database, a commit, what follows a commit, or the answer on
its way out. A request names one in its header `X-Die-Before`; every answer says in `X-Steps` how many there were.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from app.cli.commands import main
from app.cli.door import Door

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

DIE_BEFORE = "X-Die-Before"
STEPS = "X-Steps"
DEATHS = "BENCH_DEATHS"
"""The environment variable that names a file: it has one byte more after every death."""


class _Request(threading.local):
    """The request that this thread answers: how many steps it took, and the one it is to die before."""

    taken = 0
    last = 0


_REQUEST = _Request()
_answer = Door.__call__


def _step(*_arguments: Any) -> None:
    _REQUEST.taken += 1
    if _REQUEST.taken == _REQUEST.last:
        with Path(os.environ[DEATHS]).open("ab", buffering=0) as deaths:
            deaths.write(b"x")
        os.kill(os.getpid(), signal.SIGKILL)


def _dying(door: Door, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer one request, or die in the middle of it (PEP 3333)."""
    _REQUEST.taken, _REQUEST.last = 0, int(environ.get("HTTP_X_DIE_BEFORE", 0))

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        return start_response(status, [*headers, (STEPS, str(_REQUEST.taken + 1))], exc_info)

    answer = _answer(door, environ, start)
    _step()
    return answer


if __name__ == "__main__":
    event.listen(Engine, "before_cursor_execute", _step)
    event.listen(Engine, "commit", _step)
    event.listen(Session, "after_commit", _step)
    with patch.object(Door, "__call__", _dying):
        sys.exit(main())

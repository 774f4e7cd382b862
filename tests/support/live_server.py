"""Serves an organisation on a free port of this machine for a real browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import make_server

from tests.support.organisation import Organisation


@contextmanager
def served(organisation: Organisation) -> Iterator[str]:
    """Yield the address of a running server; it stops with the block."""
    server = make_server("127.0.0.1", 0, organisation.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

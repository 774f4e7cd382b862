"""Answers whether the server is ready, without waiting for anybody."""

from flask import current_app
from flask.typing import ResponseReturnValue

from app.system_health.probing import Health, Probe
from views.web.guard import GuardedBlueprint, this_server

bp = GuardedBlueprint("health", __name__)
_EXTENSION = "wayhome-probe"


@bp.public("/healthz")
def show_health() -> ResponseReturnValue:
    """Answer 200 while records can be written, otherwise 503 and what is the matter."""
    found = _probe().health()
    status = 200 if found is Health.READY else 503
    return f"{found}\n", status, {"Content-Type": "text/plain; charset=utf-8"}


def _probe() -> Probe:
    server = this_server()
    probe: Probe = current_app.extensions.setdefault(_EXTENSION, Probe(server.store, server.settings))
    return probe

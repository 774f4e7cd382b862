"""Answers whether the server is ready."""

from flask.typing import ResponseReturnValue
from sqlalchemy import text

from views.web.guard import GuardedBlueprint, this_server

bp = GuardedBlueprint("health", __name__)


@bp.public("/healthz")
def show_health() -> ResponseReturnValue:
    """Answer 200 once the database answers."""
    with this_server().store.reading() as session:
        session.execute(text("SELECT 1"))
    return "ready\n", 200, {"Content-Type": "text/plain; charset=utf-8"}

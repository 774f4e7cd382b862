"""Serves with one writer at a time over PostgreSQL, as SQLite has it: what writers side by side are measured by.

For the bench alone; docs/decisions/0025-writers-side-by-side.md says why the product does not do it.
"""

import sys
from unittest.mock import patch

from sqlalchemy.orm import Session

from app.cli.commands import main
from app.database.store import Store, Turn

_take_turn = Store.take_turn


def _alone(store: Store, session: Session, _turn: Turn) -> None:
    _take_turn(store, session, Turn.ALONE)


if __name__ == "__main__":
    with patch.object(Store, "take_turn", _alone):
        sys.exit(main())

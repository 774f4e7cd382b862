"""Lets the organisation in a data folder go out last night too, as one that is measured does.

`python -m bench.last_night DATA`, on the copy that is measured: what is kept ends when it was made.
"""

import sys
from pathlib import Path

from sqlalchemy import select

from bench.acting import practice_in
from bench.growing import night
from models.child import Child

MET = 10


def go_out(data: Path) -> None:
    """Meet a few children of the base."""
    with practice_in(data) as practice, practice.writing("field") as work:
        there = select(Child.id).where(Child.base_id == work.person.base_id).order_by(Child.code)
        night(work, [[child_id] for child_id in work.session.scalars(there.limit(MET))])


if __name__ == "__main__":
    go_out(Path(sys.argv[1]))

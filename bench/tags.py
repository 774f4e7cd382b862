"""What it costs that rows are checked: lists of fifty with their checks and without, and a board of 2,000 cases.

The checks are left out here alone: nothing in the product can.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import make_transient_to_detached

from app.factory import StartOptions, make_app
from app.foundation.settings import read_settings
from app.keyring import boards, proved_rows
from app.keyring.boards import board_fits
from app.keyring.folders import Fit, OpenFolder
from app.keyring.tags import BOARD_LABEL, make_tag
from app.keyring.writing import facts_to_write
from app.practice.building import PRACTICE
from app.practice.sign_ins import read_sign_ins
from app.unit_of_work import Mode, UnitOfWork
from bench.acting import Practice, practice_in
from bench.kept import Kept
from bench.measuring import Beside, Line, ratio_of
from bench.server import csrf_token
from bench.twins import Twin
from models.case import Case
from models.mapping import OnBoards

ROUNDS = 15
ASKED_A_ROUND = 4
LISTS = {"/children/": "children", "/outreach/": "shifts", "/concerns/": "concerns"}
LIST_RATIO = 1.2
ON_A_BOARD, ON_A_PAGE = 2_000, 50


def tag_lines(kept: Kept) -> list[Line]:
    """Return what the checks cost on lists and on a board, in CPU-ms of this process."""
    with tempfile.TemporaryDirectory(prefix="wayhome-bench-") as folder:
        place = shutil.copytree(kept.make(Twin.SEALED, None), Path(folder) / "place")
        client = _client(place / "data")
        lists = [_list_line(client, path, what) for path, what in LISTS.items()]
        return [*lists, *_board_lines(place / "data")]


def _client(data: Path) -> FlaskClient:
    director = next(each for each in read_sign_ins(data) if each.role == "director")
    client = make_app(read_settings(data_folder=data), StartOptions(kind=PRACTICE)).test_client()
    token = csrf_token(client.get("/sign-in").text)
    fields = {"csrf_token": token, "username": director.username, "password": director.password}
    client.post("/sign-in", data=fields)
    return client


def _list_line(client: FlaskClient, path: str, what: str) -> Line:
    def ask() -> None:
        for _ in range(ASKED_A_ROUND):
            if client.get(path).status_code != 200:
                raise RuntimeError(f"{path} did not open")

    checked, unchecked = list[float](), list[float]()
    ask()
    for _ in range(ROUNDS):
        checked.append(_cpu_ms(ask) / ASKED_A_ROUND)
        with _nothing_checked():
            unchecked.append(_cpu_ms(ask) / ASKED_A_ROUND)
    without = statistics.median(unchecked)
    return Line(
        f"tags on a page of {what}",
        checked,
        "CPU-ms",
        ratios={Beside.OTHER: ratio_of(list(zip(checked, unchecked, strict=True)), LIST_RATIO)},
        remark=f"other: {without:.1f} without checking",
    )


@contextmanager
def _nothing_checked() -> Iterator[None]:
    """Believe every row."""

    def all_fit(_work: UnitOfWork, rows: Sequence[OnBoards]) -> dict[UUID, Fit]:
        return {row.id: Fit.FITS for row in rows}

    with ExitStack() as stack:
        stack.enter_context(patch.object(boards, "_fits_by_board", all_fit))
        stack.enter_context(patch.object(OpenFolder, "check", lambda *_: None))
        yield


def _board_lines(data: Path) -> list[Line]:
    lines = []
    with practice_in(data) as practice:
        with practice.writing("supervisor") as work:
            rows = _cases(work)
        for shown in (rows[:ON_A_PAGE], rows):
            first, again = list[float](), list[float]()
            for _ in range(ROUNDS):
                # As after a start: nothing is remembered.
                with patch.object(proved_rows, "_PROOFS", WeakKeyDictionary()):
                    for taken in (first, again):
                        taken.append(_look(practice, shown))
            lines.append(Line(f"tags of {len(shown)} cases, first look", first, "CPU-ms"))
            lines.append(Line(f"tags of {len(shown)} cases, looked at again", again, "CPU-ms"))
    return lines


def _cases(work: UnitOfWork) -> list[Case]:
    """Return made-up rows of a base's cases as if they had been loaded, each with the tag of the base's boards."""
    known = work.session.scalars(select(Case).where(Case.base_id == work.person.base_id).limit(1)).one()
    columns = [each.key for each in Case.__mapper__.column_attrs if each.key not in ("id", "board_tag")]
    board = facts_to_write(work, work.person.base_id)
    if board is None:
        raise RuntimeError("nobody here holds the key of the base's boards")
    key, folder_id, installation_id = board.key_of_tags()
    rows = []
    for _ in range(ON_A_BOARD):
        row = Case(id=uuid4(), **{name: getattr(known, name) for name in columns})
        row.board_tag = make_tag(
            installation_id, row, folder_id, key, row_version=row.version, label=BOARD_LABEL
        )
        make_transient_to_detached(row)
        rows.append(row)
    return rows


def _look(practice: Practice, rows: Sequence[Case]) -> float:
    """Return what it took to tell that all fit, in CPU-ms."""
    work = practice.resumed(practice.token("supervisor"), Mode.READING)
    before = time.process_time()
    fits = board_fits(work, rows)
    taken = (time.process_time() - before) * 1000
    work.end_transaction()
    if set(fits.values()) != {Fit.FITS}:
        raise RuntimeError("a row did not fit")
    return taken


def _cpu_ms(do: Callable[[], None]) -> float:
    before = time.process_time()
    do()
    return (time.process_time() - before) * 1000

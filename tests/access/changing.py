"""Changes every readable cell of every table to another valid value, and says whether any page believes it.

A page may say that something was changed outside, refuse, or leave the record out if a sweep tells. It must not show
anything that it did not show before, other than Wayhome's own words, and never the changed value.
"""

import operator
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Column, Connection, Table, event, select, update

from app.sweeps import sweeping
from app.sweeps.pages import sweep_view
from app.sweeps.sweeping import begin_sweep, sweep_on
from models.mapping import Model
from tests.access.asking import Page, pages
from tests.architecture.catalogue import extracted
from tests.support.lived_in import LivedIn
from tests.support.organisation import RIVERSIDE

READERS = ("director", "supervisor2", "caseworker", "field")
"""Whose pages are looked at: between them they open every folder there is. A record's own pages are looked at by the
first of them whom they are shown, the lists and Today by everybody: there each sees something else."""

NOT_ASKED = {"sign_in.sign_in", "choices.choose_language", "choices.choose_theme", "static", "health.healthz"}
MARK = "data-changed-outside"
SHOWN = 200
BROKEN = 500

_TOKEN = re.compile(r"[^\s<>\"'=;,()]+")
_VOLATILE = re.compile(
    r'name="csrf_token" value="[^"]*"|"X-CSRFToken": "[^"]*"|name="form_mark" value="[^"]*"'
)
_ADDRESS = re.compile(r'(?:href|action|src|hx-get)="[^"]*"|class="[^"]*"')
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TABLES = re.compile(r"\b(?:FROM|JOIN)\s+\"?(\w+)\"?")
_COUNT = re.compile(r"\d{1,3}")
_OWN_MARK = re.compile(r"[0-9a-f]{6,16}|\d+:\w+|\d{4}-\d\d-\d\dT[\d:+.]+")
"""What a page is drawn for, as its form carries it, and moments of clocks; the lies are in other years."""
_CODE = re.compile(r"[A-Z]{2,3}(-[A-Z])?-\d{4}")
FAR_DAYS = ("2091", "1999")


@dataclass(frozen=True)
class Cell:
    """One readable cell and what it is changed to."""

    table: Table
    key: tuple[Any, ...]
    column: Column[Any]
    lie: Any

    def __str__(self) -> str:
        return f"{self.table.name}.{self.column.name} := {self.lie}"


@dataclass
class Seen:
    """What one page said to one reader."""

    status: int
    html: str
    tables: set[str] = field(default_factory=set)

    @property
    def words(self) -> Counter[str]:
        """Every word and value on the page, but for those that differ each time."""
        return Counter(_TOKEN.findall(_UUID.sub("", _ADDRESS.sub("", _VOLATILE.sub("", self.html)))))

    @property
    def marks(self) -> int:
        """How often the page says that something was changed outside."""
        return self.html.count(MARK)


def readable_columns() -> list[Column[Any]]:
    """Return every readable column, by table and name."""
    columns = [c for table in Model.metadata.tables.values() for c in table.columns]
    return sorted(
        (c for c in columns if c.info.get("kind") == "readable"), key=lambda c: (c.table.name, c.name)
    )


class Changing:
    """A lived-in organisation whose pages were all looked at once, and are looked at again under each lie."""

    def __init__(self, lived: LivedIn) -> None:
        self.lived = lived
        self.engine = lived.organisation.server.store.engine
        self._clients = {name: lived.organisation.client(name) for name in READERS}
        self._touched: set[str] = set()
        event.listen(self.engine, "before_cursor_execute", self._note)
        self.asked = [page for page in pages(lived.organisation) if _is_asked(page)]
        self.before = {page.name: dict(self._first_looks(page)) for page in self.asked}
        self._codes: dict[str, set[str]] = {name: set() for name in READERS}
        for looks in self.before.values():
            for name, seen in looks.items():
                self._codes[name] |= {word for word in seen.words if _CODE.fullmatch(word)}

    def _first_looks(self, page: Page) -> Iterator[tuple[str, Seen]]:
        is_of_a_record = "<" in page.rule.rule
        for name in READERS:
            seen = self._look(page, name)
            if seen.status == SHOWN:
                yield name, seen
                if is_of_a_record:
                    return

    def _note(self, _c: Connection, _k: Any, statement: str, *_rest: Any) -> None:
        self._touched.update(_TABLES.findall(statement))

    def _look(self, page: Page, name: str) -> Seen:
        self._touched = set()
        response = self._clients[name].get(page.address(self.lived.ids))
        is_text = response.mimetype in {"text/html", "text/plain"}
        return Seen(response.status_code, response.get_data(as_text=True) if is_text else "", self._touched)

    @contextmanager
    def changed(self, cell: Cell) -> Iterator[None]:
        """Change the cell, and put the true value back."""
        was = self._write(cell, cell.lie)
        try:
            yield
        finally:
            self._write(cell, was, lied=True)

    def _write(self, cell: Cell, value: Any, *, lied: bool = False) -> Any:
        keys = list(cell.table.primary_key.columns)
        here = [
            column == (cell.lie if lied and column is cell.column else part)
            for column, part in zip(keys, cell.key, strict=True)
        ]
        with self.engine.connect() as connection:
            # Outside of any transaction, or SQLite does not listen.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
            was = connection.execute(select(cell.column).where(*here)).scalar_one()
            connection.execute(update(cell.table).where(*here).values({cell.column.name: value}))
            connection.commit()
            connection.connection.cursor().execute("PRAGMA foreign_keys = ON")
        return was

    def believed(self, cell: Cell) -> list[str]:
        """Return where a page believes the lie, or leaves something out without a sweep telling."""
        wrong: list[str] = []
        left_out: list[str] = []
        is_told = False
        with self.changed(cell):
            for page in self.asked:
                for name, before in self.before[page.name].items():
                    if cell.table.name not in before.tables:
                        continue
                    now, where = self._look(page, name), f"{page.name} as {name}"
                    wrong += _wrongs(where, before, now, cell, self._codes[name])
                    is_told |= now.marks > before.marks
                    if now.status != SHOWN or (now.marks <= before.marks and before.words - now.words):
                        left_out.append(f"{where}: {now.status} {_some(before.words - now.words)}")
            if left_out and not is_told and not self._sweep_tells(cell):
                wrong += [f"left out, and no sweep tells: {where}" for where in left_out[:3]]
        return [f"{cell}: {each}" for each in wrong]

    def _sweep_tells(self, cell: Cell) -> bool:
        """Look through the cell's table alone, as the director."""
        organisation, sweep_id = self.lived.organisation, uuid4()
        table = next(m.class_ for m in Model.registry.mappers if m.local_table is cell.table)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(sweeping, "swept_tables", lambda: [table])
            with organisation.writing("director") as work:
                begin_sweep(work, RIVERSIDE, sweep_id)
            with organisation.writing("director") as work:
                sweep_on(work, sweep_id)
            with organisation.reading("director") as work:
                return bool(sweep_view(work, sweep_id).found)


def _is_asked(page: Page) -> bool:
    return page.method == "GET" and page.rule.endpoint not in NOT_ASKED


def _wrongs(where: str, before: Seen, now: Seen, cell: Cell, codes: set[str]) -> Iterator[str]:
    if now.status >= BROKEN:
        yield f"{where} breaks"
        return
    if now.status != SHOWN:
        return
    new = now.words - before.words
    # A line that says that it was changed may name the case it is of, which this reader sees elsewhere.
    known = codes if now.marks > before.marks else set()
    foreign = [word for word in new if word not in known and not _is_ours(word)]
    if foreign:
        yield f"{where} shows {foreign[:6]}"
    label = label_of(cell.lie)
    if label and now.html.count(label) > before.html.count(label):
        yield f"{where} says {label!r}"


def _is_ours(word: str) -> bool:
    plain = word.strip(".,:;!?…·–()“”\"'")
    if any(day in plain for day in FAR_DAYS):
        return False
    return not plain or plain in own_words() or bool(_COUNT.fullmatch(plain) or _OWN_MARK.fullmatch(plain))


@cache
def own_words() -> frozenset[str]:
    """Return every word that Wayhome itself may say, and the marks its pages are drawn with."""
    said = " ".join(
        part for m in extracted() if m.id for part in (m.id if isinstance(m.id, (list, tuple)) else [m.id])
    )
    words = {word.strip(".,:;!?…·–()“”\"'") for word in _TOKEN.findall(said)}
    return frozenset(words | drawn_with())


@cache
def drawn_with() -> frozenset[str]:
    """Return the words of tags, classes and attributes that any template draws with."""
    from tests.architecture.source import HOUSE

    text_of_all = " ".join(
        path.read_text("utf-8")
        for path in [*(HOUSE / "app" / "templates").rglob("*.html"), HOUSE / "app" / "static" / "icons.svg"]
        if path.exists()
    )
    return frozenset(_TOKEN.findall(text_of_all))


@cache
def labels() -> dict[str, str]:
    """Return the English word of each code of the vocabulary."""
    import importlib
    import pkgutil

    import app.foundation.vocabulary as vocabulary

    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(vocabulary.__path__, "app.foundation.vocabulary."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if name.endswith("LABELS") and hasattr(value, "items"):
                found |= {
                    str(code.value): str(label) for code, label in value.items() if hasattr(code, "value")
                }
    return found


def label_of(lie: Any) -> str | None:
    """Return what a page would call a coded value."""
    return labels().get(lie) if isinstance(lie, str) else None


def lies_for(connection: Connection, column: Column[Any]) -> list[Cell]:
    """Return the ways in which one cell of a column is changed: other valid values of its kind."""
    table = column.table
    assert isinstance(table, Table)
    keys = list(table.primary_key.columns)
    filled = connection.execute(select(*keys, column).where(column.is_not(None)).limit(1)).first()
    row = filled or connection.execute(select(*keys, column).limit(1)).first()
    if row is None:
        return []
    key, value = tuple(row[:-1]), row[-1]
    return [Cell(table, key, column, lie) for lie in _other_values(connection, column, value) if lie != value]


def _other_values(connection: Connection, column: Column[Any], value: Any) -> Iterator[Any]:
    if value is not None and column.nullable:
        yield None
    kind = column.type.python_type
    if kind is UUID:
        yield _other_id(connection, column, value)
    elif kind in DAYS:
        yield from DAYS[kind] if value is not None else DAYS[kind][:1]
    elif kind is int:
        yield (value or 0) + 1
    elif kind is str:
        yield _other_text(connection, column, value)


def _other_id(connection: Connection, column: Column[Any], value: Any) -> UUID:
    if column.primary_key and len(column.table.primary_key.columns) == 1:
        return uuid4()
    reference = next((key.column for key in column.foreign_keys), column)
    query = select(reference).where(reference.is_not(None))
    other = connection.execute(query.where(reference != value) if value else query).scalars().first()
    return other or uuid4()


DAYS: dict[type[Any], tuple[Any, ...]] = {
    datetime: (datetime(2091, 3, 4, 5, 6, tzinfo=UTC), datetime(1999, 3, 4, 5, 6, tzinfo=UTC)),
    date: (date(2091, 3, 4), date(1999, 3, 4)),
}
"""Days far ahead and far back, that no page shows otherwise."""

CODES: dict[str, tuple[str, ...]] = {}
"""Valid values of coded columns, by `table.column`, where the vocabulary does not say them."""


def _other_text(connection: Connection, column: Column[Any], value: Any) -> str:
    known = CODES.get(f"{column.table.name}.{column.name}", ())
    others = [each for each in known if each != value]
    if others:
        return others[0]
    used = connection.execute(select(column).where(column.is_not(None), column != value).distinct()).scalars()
    found = next(iter(sorted(used)), None)
    if found is not None and not column.unique:
        return str(found)
    return f"zebra-{(value or '')[:4]}"


def _some(words: Counter[str]) -> list[str]:
    return sorted(words, key=operator.methodcaller("__len__"), reverse=True)[:6]

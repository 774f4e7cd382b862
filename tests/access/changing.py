"""Changes readable cells behind Wayhome's back, and says whether any page believes it.

A page may say that something was changed outside, refuse, or leave the record out if something tells. It must not show
anything that it did not show before, other than Wayhome's own words, and never the changed value.
"""

import operator
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Column, Connection, event, func, select, update
from sqlalchemy.exc import IntegrityError

from app.foundation.errors import NotVisible
from app.keyring import known_directory
from app.sweeps import sweeping
from app.sweeps.pages import sweep_view
from app.sweeps.sweeping import begin_sweep, sweep_on
from app.sweeps.tables import swept_tables
from models.audit_event import AuditEvent
from models.case import Case
from models.child import Child
from models.mapping import Model
from tests.access.asking import Page, pages
from tests.access.lies import Cell
from tests.access.looks import CODE, MARKS, Look, foreign_words, label_of, tables_of, text_of
from tests.support.lived_in import LivedIn
from tests.support.organisation import CAST, HILLSIDE, RIVERSIDE

READERS = ("director", "supervisor2", "caseworker", "field")
"""Whose pages are looked at: between them they open every folder there is. A record's own pages are looked at by the
first of them whom they are shown, the lists and Today by everybody: there each sees something else."""
OFFICE = ("director", "supervisor2")
"""Who holds the keys of a base's boards; the others check by the folders they were given, or hold no key at all."""

NOT_ASKED = {"sign_in.sign_in", "choices.choose_language", "choices.choose_theme", "static", "health.healthz"}
FRAME = "GET /account"
"""The plainest page: what it asks, every page asks. Of a table, it is looked at, and what asks more of that table."""
WHOLE = "GET /audit/whole"
OUTSIDERS = ("othersupervisor", "othercaseworker", "field2", "counsellor")
"""Whom the first child's records are none of, or not all: of the other base, on another case, not on the shift, without
the case's file. A link that leads there shows them nothing, on no page."""
HEAD = "audit_head"
CHAINED = {"audit_event", "audit_subject", "checkpoint", HEAD}
"""Tables of the trail: the page that asks whether it is whole tells what was changed there."""
COLLEAGUES = {"Dara", "Director"} | {
    name.title() for name, (_, base_id) in CAST.items() if base_id != HILLSIDE
}
"""Whom everybody in the first base may be offered; the other base's people are nobody's there."""
EVERYBODY = COLLEAGUES | {name.title() for name in CAST}
"""Whom a director answers for: when nobody knows any more how a team is, its people are named to them."""
TEAMS_LIE_IN = {"shift", "folder"}
KEYS = "GET /settings/keys"
SWEEPS = "GET /audit/records"
DRIFTING = {FRAME, "GET /account/keys", "GET /account/password", "GET /recovery", "GET /recovery-card"}
"""What shows other words, or another time, whenever it is looked at."""
BROKEN = 500
EVERY_OTHER = 2
BREAKS = "breaks"
FOUND_LOOKING = {"changed-outside", "key-refused"}
"""What looking itself writes into the trail under a lie, which whoever looked finds there afterwards."""
GRANTS = {"folder_grant", "circle_grant", "folder", "folder_key"}
"""Tables of keys that were given: what is led away is missing, and an account's page names it as still to be given."""
NAMED_BESIDE = {"Riverside:"}
"""What the staff list says beside whoever is vouched for and has no account: their base."""
REFUSED = "seal.refused"
UNTOLD = {
    "installation.set_up_at": "leads a director through set-up again, where nothing of a record is",
    "checkpoint.seq": "a signed head that does not stand in the trail is passed over for the one before it",
    "checkpoint.signed_at": "a signed head whose signature fails is passed over for the one before it",
    "unsent_draft.id": "a form that was rescued and does not open any more is not offered; it had a day to live",
    "unsent_draft.staff_id": "as its id",
}
"""What is left out and nothing tells, each with its reason."""


class Changing:
    """A lived-in organisation whose pages were all looked at once, and are looked at again under each lie."""

    def __init__(self, lived: LivedIn) -> None:
        self.lived = lived
        self.engine = lived.organisation.server.store.engine
        self._clients = {name: lived.organisation.client(name) for name in (*READERS, *OUTSIDERS)}
        self._sent: Counter[str] = Counter()
        self._began_after = 0
        event.listen(self.engine, "before_cursor_execute", self._note)
        self.pages = [page for page in pages(lived.organisation) if _is_asked(page)]
        self.before = {page.name: dict(self._first_looks(page)) for page in self.pages}
        self.outside = {
            page.name: {name: self._look(page, name) for name in OUTSIDERS} for page in self.pages
        }
        self.asked = [page for page in self.pages if self.before[page.name]]
        self.drifting = {
            (page.name, name)
            for page in self.asked
            for name, seen in self.before[page.name].items()
            if page.name == SWEEPS or self._look(page, name).words != seen.words
        }
        self._of_record = _words_of_records(self.before) | self._codes_of_first()
        self._codes: dict[str, set[str]] = {name: set() for name in (*READERS, *OUTSIDERS)}
        self._words: dict[str, set[str]] = {name: set() for name in (*READERS, *OUTSIDERS)}
        for looks in (*self.before.values(), *self.outside.values()):
            for name, seen in looks.items():
                self._words[name] |= set(seen.words)
                self._codes[name] |= {word for word in seen.words if CODE.fullmatch(word)}

    def _codes_of_first(self) -> set[str]:
        with self.engine.connect() as connection:
            return {
                connection.execute(select(table.code).where(table.id == self.lived[name])).scalar_one()
                for table, name in ((Child, "child_id"), (Case, "case_id"))
            }

    def _first_looks(self, page: Page) -> Iterator[tuple[str, Look]]:
        is_of_a_record = "<" in page.rule.rule
        for name in READERS:
            seen = self._look(page, name)
            if seen.is_shown:
                yield name, seen
                if is_of_a_record:
                    return

    def _note(self, _c: Connection, _k: Any, statement: str, *_rest: Any) -> None:
        self._sent[statement] += 1

    def _look(self, page: Page, name: str) -> Look:
        self._sent = Counter()
        response = self._clients[name].get(page.address(self.lived.ids))
        is_text = response.mimetype in {"text/html", "text/plain"}
        return Look(
            response.status_code,
            response.get_data(as_text=True) if is_text else "",
            self._sent,
            response.headers.get("Location", ""),
        )

    def _readers(self, column: Column[Any], turn: int | None) -> list[tuple[Page, str]]:
        """Return who looks at which pages for a cell: those that ask its table something the frame does not.

        Pages that ask it the same are of one kind. In turn, one of each kind is looked at for each cell, so that every
        page is looked at under some lie of each table it reads; for a bound column every other kind, as one tag holds
        all of a row's. With `turn` None all are, for every cell.
        """
        table = column.table.name
        kinds: dict[tuple[bool, frozenset[str]], list[tuple[Page, str]]] = {}
        for page in self.asked:
            for name, seen in self.before[page.name].items():
                asked = self._asked_of(table, page.name, self.before[FRAME][name], seen)
                if asked:
                    kinds.setdefault((name in OFFICE, asked), []).append((page, name))
        if turn is None:
            return [each for kind in kinds.values() for each in kind]
        apart = EVERY_OTHER if column.info["held"] == "bound" else 1
        return [kind[turn // apart % len(kind)] for kind in list(kinds.values())[turn % apart :: apart]]

    def _asked_of(self, table: str, page: str, frame: Look, seen: Look) -> frozenset[str]:
        of_frame = Counter[str]() if page == FRAME else frame.statements
        return frozenset(
            statement
            for statement, times in seen.statements.items()
            if table in tables_of(statement) and times > of_frame[statement]
        )

    @contextmanager
    def changed(self, cell: Cell) -> Iterator[None]:
        """Change the cell, and put the true value back. Raises IntegrityError when the database refuses."""
        was = self._write(cell, cell.lie)
        try:
            if cell.table.name == "directory_statement":
                # What the process has verified it remembers; the lie is met by one that begins anew.
                known_directory._KNOWN.clear()
            yield
        finally:
            self._write(cell, was, lied=True)
            if cell.table.name == "directory_statement":
                known_directory._KNOWN.clear()

    def _write(self, cell: Cell, value: Any, *, lied: bool = False) -> Any:
        keys = list(cell.table.primary_key.columns)
        here = [
            column == (cell.lie if lied and column is cell.column else part)
            for column, part in zip(keys, cell.key, strict=True)
        ]
        with self.engine.connect() as connection:
            # Outside of any transaction, or SQLite does not listen.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
            try:
                was = connection.execute(select(cell.column).where(*here)).scalar_one()
                connection.execute(update(cell.table).where(*here).values({cell.column.name: value}))
                connection.commit()
            finally:
                connection.rollback()
                connection.connection.cursor().execute("PRAGMA foreign_keys = ON")
        return was

    def believed(self, cell: Cell, *, turn: int | None = None) -> list[str]:
        """Return where a page believes the lie, or leaves something out without anything telling."""
        readers = self._readers(cell.column, turn)
        # What looking itself changes, as it does the trail, is looked at again just before, and first.
        readers.sort(key=lambda each: (each[0].name, each[1]) not in self.drifting)
        before = {
            (page.name, name): self._look(page, name)
            if (page.name, name) in self.drifting
            else self.before[page.name][name]
            for page, name in readers
        }
        self._began_after = self._last_event()
        try:
            with self.changed(cell):
                wrong = [*self._under_the_lie(cell, readers, before), *self._led_outside(cell, turn)]
                return [f"{cell}: {each}" for each in wrong]
        except IntegrityError:
            # The database itself refuses what would be there twice.
            return []

    def _under_the_lie(
        self, cell: Cell, readers: list[tuple[Page, str]], before: dict[tuple[str, str], Look]
    ) -> list[str]:
        wrong: list[str] = []
        left_out: list[str] = []
        is_told = False
        for page, name in readers:
            was, now = before[page.name, name], self._look(page, name)
            where = f"{page.name} as {name}"
            drifts = (page.name, name) in self.drifting
            wrong += self._wrongs(where, was, now, cell, self._known(cell, was, now, page, name))
            is_told |= now.marks > was.marks or now.tells_itself
            if not now.is_shown:
                left_out.append(f"{where}: {now.status} {now.to}")
            elif not drifts and now.marks <= was.marks and was.words - now.words:
                left_out.append(f"{where}: {_some(was.words - now.words)}")
        if is_free(cell.column):
            return [each for each in wrong if each.endswith(BREAKS)]
        if left_out and not (is_told or str(cell.column) in UNTOLD or self._is_told_elsewhere(cell)):
            wrong += [f"left out, and nothing tells: {where}" for where in left_out[:3]]
        return wrong

    def _led_outside(self, cell: Cell, turn: int | None) -> Iterator[str]:
        """Yield what somebody outside is shown when a link leads there; nothing, on pages they did not have before."""
        if not isinstance(cell.lie, UUID) or is_free(cell.column):
            return
        kinds: dict[tuple[str, bool, frozenset[str]], list[str]] = {}
        for page, looks in self.outside.items():
            for name, seen in looks.items():
                asked = self._asked_of(cell.table.name, page, self.outside[FRAME][name], seen)
                if asked and page not in DRIFTING:
                    kinds.setdefault((name, seen.is_shown, asked), []).append(page)
        by_name = {page.name: page for page in self.pages}
        for (name, _, _), named in kinds.items():
            for page in named if turn is None else [named[turn % len(named)]]:
                was, now = self.outside[page][name], self._look(by_name[page], name)
                known = self._words[name] | FOUND_LOOKING
                yield from self._wrongs(f"{page} as {name}", was, now, cell, known)

    def _wrongs(
        self, where: str, before: Look, now: Look, cell: Cell, known: Collection[str]
    ) -> Iterator[str]:
        if now.status >= BROKEN and not now.tells_itself:
            yield f"{where} {BREAKS}"
            return
        if not now.is_shown:
            return
        foreign = foreign_words(before, now, known)
        if foreign:
            yield f"{where} shows {foreign[:6]}"
        for said in filter(None, (label_of(cell.lie), text_of(cell.lie))):
            if said not in known and now.html.count(said) > before.html.count(said):
                yield f"{where} says {said!r}"

    def _known(self, cell: Cell, before: Look, now: Look, page: Page, name: str) -> set[str]:
        """Return the words a page may newly show: what this reader sees of the very same record, and no other's.

        A line that says that it was changed may name the case it is of, which this reader sees elsewhere. The trail
        names what was done and refused in between, and by whom.
        """
        if (page.name, name) in self.drifting:
            known = self._words[name] | COLLEAGUES | set(Model.metadata.tables) | FOUND_LOOKING
            return known - set(str(cell.lie).split())
        of_record = self._of_record if "<" in page.rule.rule else set()
        names_it = now.marks > before.marks or cell.table.name in GRANTS
        is_of_a_team = name == "director" and cell.table.name in TEAMS_LIE_IN
        colleagues = EVERYBODY if is_of_a_team else COLLEAGUES
        return of_record | colleagues | NAMED_BESIDE | (self._codes[name] if names_it else set())

    def _is_told_elsewhere(self, cell: Cell) -> bool:
        if cell.table.name in CHAINED:
            return self._says_danger(WHOLE)
        if cell.table.name == "directory_statement":
            return self._says_danger(KEYS)
        return self._was_refused(cell) or self._sweep_tells(cell)

    def _last_event(self) -> int:
        with self.engine.connect() as connection:
            return connection.execute(select(func.max(AuditEvent.seq))).scalar_one() or 0

    def _was_refused(self, cell: Cell) -> bool:
        """Tell whether the trail says to whoever met it that a key was refused, naming the folder of a grant or key.

        The page then says that the words do not open, which is no mark, because it says so to anybody without a key.
        """
        if cell.table.name not in ("folder_grant", "folder_key"):
            return False
        keys = zip(cell.table.primary_key.columns, cell.key, strict=True)
        with self.engine.connect() as connection:
            of_grant = select(cell.table.c.folder_id).where(*(column == part for column, part in keys))
            folder_id = connection.execute(of_grant).scalar_one_or_none()
            since = select(AuditEvent.body).where(
                AuditEvent.action == REFUSED, AuditEvent.seq > self._began_after
            )
            return any(str(folder_id) in body for body in connection.execute(since).scalars())

    def _says_danger(self, name: str) -> bool:
        (page,) = [page for page in self.asked if page.name == name]
        return "alert-danger" in self._look(page, "director").html

    def _sweep_tells(self, cell: Cell) -> bool:
        """Look through the cell's table as the director; through all of them when it is one that others lie in."""
        table = next(m.class_ for m in Model.registry.mappers if m.local_table is cell.table)
        tables = [table] if table in swept_tables() else swept_tables()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(sweeping, "swept_tables", lambda: tables)
            patched.setattr(sweeping, "STEP_SECONDS", 60)
            return any(self._is_found(base_id) for base_id in (RIVERSIDE, HILLSIDE))

    def _is_found(self, base_id: UUID) -> bool:
        organisation, sweep_id = self.lived.organisation, uuid4()
        try:
            with organisation.writing("director") as work:
                begin_sweep(work, base_id, sweep_id)
        except NotVisible:
            # It is the base's own row that was changed; the other base's sweep tells of it.
            return False
        with organisation.writing("director") as work:
            sweep_on(work, sweep_id)
        with organisation.reading("director") as work:
            return bool(sweep_view(work, sweep_id).found)


def _is_asked(page: Page) -> bool:
    return page.method == "GET" and page.rule.endpoint not in NOT_ASKED


def is_free(column: Column[Any]) -> bool:
    """Tell whether a lie there harms nobody, for the reason that docs/columns.md says."""
    return bool(column.info["held"] == "free")


def _words_of_records(looks: Mapping[str, Mapping[str, Look]]) -> set[str]:
    """Return what the pages of the first child's records say; the trail and the lists are not among them."""
    return {
        word
        for name, of_page in looks.items()
        if "<" in name
        for seen in of_page.values()
        for word in seen.words
        if not CODE.fullmatch(word.strip(MARKS))
    }


def _some(words: Counter[str]) -> list[str]:
    return sorted(words, key=operator.methodcaller("__len__"), reverse=True)[:6]

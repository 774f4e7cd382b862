"""However records are written, corrected, marked as a mistake, taken back and moved: a packet tells what counts.

Each text that is written has a word of its own. A packet that is begun at any moment has just the words of what counts
then; one that was begun before says that something is new, unless the very same words count still.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.notes import NoteInput, add_note
from app.concerns.concern_page import concern_page
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.linking import link_to_case
from app.concerns.mistaken import CONCERN
from app.concerns.moving import PutElsewhere, put_elsewhere
from app.concerns.part_marks import SAID
from app.foundation.local_time import local_day
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.promptings import Prompting
from app.mistakes.marking import MarkInput, SecondDecision, decide_mark, mark_mistaken, take_back_mark
from app.outreach.documents import ChildDescription, MetChildInput
from app.outreach.mistaken import MEETING
from models.case_note import CaseNote
from models.mistake import MistakeMark
from tests.support.concerns import OBSERVED, SEEN_ON, OpenCase, assigned_case, new_concern, post
from tests.support.organisation import Organisation
from tests.support.outreach import change, met_on, rows_of, shift_of, typed
from tests.support.packets import drafted, opened, page_of

NOTE = str(CaseNote.__tablename__)
ACTS = ("meet", "post", "hear", "note", "put right", "mark", "take back", "move out", "put back")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3)), min_size=4, max_size=9)


@dataclass
class Record:
    """One record and the word that it says now. `beside` is the concern that a child's words stand beside."""

    kind: str
    id: UUID
    word: str
    is_mistaken: bool = False
    is_out: bool = False
    beside: "Record | None" = None
    corrects: "Record | None" = None

    @property
    def counts(self) -> bool:
        """Whether a packet of the case is offered it, leaving aside what corrects it."""
        stands = not (self.is_mistaken or self.is_out)
        return stands and (self.beside is None or self.beside.counts)

    def root(self) -> "Record":
        """Return what was written first of what this one corrects, or itself."""
        return self.corrects.root() if self.corrects else self


@dataclass
class OneCase:
    """The records of one case, and the words that count."""

    organisation: Organisation
    opened: OpenCase
    shift_id: UUID
    records: list[Record] = field(default_factory=list)
    written: int = 0

    def words(self) -> set[str]:
        """Return the words of what counts: of a child's words that were corrected, those of the last that counts."""
        last = {id(one.root()): one.word for one in self.records if one.counts}
        return set(last.values())

    def new_word(self) -> str:
        """Return a word that stands nowhere yet."""
        self.written += 1
        return f"word{self.written:03}"

    def do(self, act: str, number: int) -> None:
        """Do something, to the record of that number if it is about one; what does not fit is left."""
        found = [one for one in self.records if self._fits(act, one)]
        making = {"meet": self._meet, "post": self._post, "note": self._note}
        if act in making:
            making[act]()
        elif found:
            doing: dict[str, Callable[[Record], None]] = {
                "hear": self._hear,
                "put right": self._put_right,
                "mark": partial(self._mark, mark_mistaken),
                "take back": partial(self._mark, take_back_mark),
                "move out": self._move_out,
                "put back": self._put_back,
            }
            doing[act](found[number % len(found)])

    def _fits(self, act: str, one: Record) -> bool:
        if act in {"hear", "move out", "put back"}:
            fits = one.kind == "post" and not one.is_mistaken
            return fits and one.is_out is (act == "put back")
        if act == "put right":
            return one.kind in {"meet", "hear"} and one.counts and one.word in self.words()
        return (
            one.is_mistaken is (act == "take back")
            and not one.is_out
            and (one.beside is None or one.beside.counts)
        )

    def _meet(self) -> None:
        word = self.new_word()
        met = (MetChildInput(ChildDescription(), self.opened.child_id),)
        meeting = met_on(self.organisation, self.shift_id, typed(self.organisation, words=word, children=met))
        self.records.append(Record("meet", meeting, word))

    def _post(self) -> None:
        word = self.new_word()
        posted = post(self.organisation, new=new_concern(observed=replace(OBSERVED, words=word)))
        self.records.append(Record("post", posted.id, word))
        self._put_back(self.records[-1])

    def _note(self) -> None:
        word, note_id = self.new_word(), uuid4()
        with self.organisation.writing("caseworker") as work:
            moment = MomentInput(local_day(work.now))
            add_note(work, self.opened.case_id, note_id, NoteInput(word, moment, EvidenceBasis.SEEN))
        self.records.append(Record("note", note_id, word))

    def _hear(self, concern: Record, corrects: Record | None = None) -> None:
        word = self.new_word()
        new = DisclosureInput(
            uuid4(),
            word,
            Language.ENG,
            Prompting.SPONTANEOUS,
            SEEN_ON,
            corrects_id=corrects.id if corrects else None,
        )
        with self.organisation.writing("field") as work:
            add_disclosure(work, concern.id, new)
        self.records.append(Record("hear", new.id, word, beside=concern, corrects=corrects))

    def _put_right(self, one: Record) -> None:
        if one.kind == "hear" and one.beside is not None:
            self._hear(one.beside, one)
            return
        one.word = self.new_word()
        rows = tuple(rows_of(self.organisation, one.id))
        change(self.organisation, one.id, typed(self.organisation, words=one.word, children=rows))

    def _mark(self, act: Any, one: Record) -> None:
        name = {"meet": MEETING, "post": CONCERN, "hear": SAID, "note": NOTE}[one.kind]
        new = MarkInput(uuid4(), "It was written by mistake.")
        by = "caseworker" if one.kind == "note" else "supervisor"
        with self.organisation.writing(by) as work:
            outcome = act(work, name, one.id, new)
        if outcome is MarkOutcome.WAITING:
            with self.organisation.writing("supervisor2") as work:
                version = work.session.get_one(MistakeMark, new.id).version
                decide_mark(work, new.id, SecondDecision(MarkOutcome.AGREED, "", version))
        one.is_mistaken = act is mark_mistaken

    def _move_out(self, one: Record) -> None:
        with self.organisation.reading("supervisor") as work:
            version = concern_page(work, one.id).version
        with self.organisation.writing("supervisor") as work:
            put_elsewhere(work, one.id, PutElsewhere("It was another boy.", version))
        one.is_out = True

    def _put_back(self, one: Record) -> None:
        with self.organisation.writing("supervisor") as work:
            link_to_case(work, one.id, self.opened.case_id, self.opened.child_id)
        one.is_out = False


def told(organisation: Organisation, case_id: UUID) -> tuple[UUID, set[str]]:
    """Begin a packet, and return it with the words of records that it has."""
    packet_id = drafted(organisation, case_id)
    entries = opened(organisation, packet_id).draft.contents.chronology
    return packet_id, set(re.findall(r"word\d+", " ".join(entry.text for entry in entries)))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, begun_after=st.integers(0, 8))
def test_a_packet_tells_what_counts_and_says_when_that_is_not_so_any_more(
    organisation: Organisation, steps: list[tuple[str, int]], begun_after: int
) -> None:
    one = OneCase(
        organisation, assigned_case(organisation), shift_of(organisation, team=("field",), hours=12)
    )
    begun: tuple[UUID, set[str]] | None = None
    for place, (act, number) in enumerate(steps):
        one.do(act, number)
        organisation.clock.move(timedelta(minutes=1))
        if place == begun_after:
            begun = told(organisation, one.opened.case_id)
            assert begun[1] == one.words()

    _packet, words = told(organisation, one.opened.case_id)
    assert words == one.words()
    if begun is not None:
        found = page_of(organisation, begun[0], by="caseworker").comparison
        assert found.is_nothing_new is (begun[1] == one.words())

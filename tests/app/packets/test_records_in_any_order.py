"""However records are written, corrected, marked as a mistake, taken back and moved: a packet tells what counts.

Each text that is written has a word of its own, whichever field it stands in. A packet that is begun at any moment
prints just the words of what counts then; one that was begun before says that something is new, unless the very same
words count still. What is frozen prints no word that no source says.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.notes import NoteInput, add_note, mend_note
from app.children.children import change_child, editable_child
from app.children.documents import Guardian
from app.concerns.concern_page import concern_page
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.for_each_child import ForChild, ForEachChild, make_for_each_child
from app.concerns.linking import link_to_case
from app.concerns.mistaken import CONCERN
from app.concerns.moving import PutElsewhere, put_elsewhere
from app.concerns.part_marks import SAID
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.moments import MomentInput, as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.mark_outcomes import MarkOutcome
from app.foundation.vocabulary.promptings import Prompting
from app.mistakes.marking import MarkInput, SecondDecision, decide_mark, mark_mistaken, take_back_mark
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place
from app.outreach.encounter_page import encounter_page
from app.outreach.mistaken import MEETING
from app.outreach.moving import MoveMeeting, move_meeting
from app.outreach.writing import EncounterInput
from app.packets.document import PacketCopy, packet_text
from app.packets.grounds import ground_of
from app.packets.loading import frozen_contents
from app.packets.snapshots import full_contents
from app.packets.wording import Language as PrintedIn
from models.case_note import CaseNote
from models.consent import Consent
from models.mistake import MistakeMark
from tests.app.packets.packet_samples import NOW
from tests.support.concerns import OBSERVED, SEEN_ON, OpenCase, assigned_case, child_of, new_concern, post
from tests.support.consents import consent_in, new_consent
from tests.support.organisation import Organisation
from tests.support.outreach import change, met_on, rows_of, shift_of, typed
from tests.support.packets import drafted, opened, page_of, submitted

NOTE = str(CaseNote.__tablename__)
MAKING = ("meet", "post", "hear", "note", "agree")
CHANGING = ("put right", "correct the child", "move the meeting", "for each child")
TAKING = ("mark", "take back", "move out", "put back")
STEPS = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(MAKING), st.sampled_from(CHANGING), st.sampled_from(TAKING)),
        st.integers(0, 3),
    ),
    min_size=5,
    max_size=10,
)
COPY = PacketCopy(language=PrintedIn.ENGLISH, recipient_mark="R1", issued_at=NOW)
NAMES = {
    "meet": MEETING,
    "post": CONCERN,
    "copy": CONCERN,
    "hear": SAID,
    "note": NOTE,
    "agree": str(Consent.__tablename__),
}
"""By what name each kind of record is marked as a mistake."""


@dataclass
class Record:
    """One record and the words that it says now. `beside` is the concern that a child's words stand beside."""

    kind: str
    id: UUID
    words: frozenset[str]
    moves: int = 0
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
    """The records of one case, and the words that count. `shifts` are the nights on which a meeting can have been."""

    organisation: Organisation
    opened: OpenCase
    shifts: tuple[UUID, UUID]
    records: list[Record] = field(default_factory=list)
    of_child: frozenset[str] = frozenset()
    written: int = 0

    def standing(self) -> list[Record]:
        """Return the records that a packet tells: of corrected words the last that count, and the newest consent."""
        last: dict[object, Record] = {}
        for one in self.records:
            if one.counts:
                last[one.kind if one.kind == "agree" else id(one.root())] = one
        return list(last.values())

    def words(self) -> set[str]:
        """Return the words of what counts."""
        return set(self.of_child).union(*(one.words for one in self.standing()))

    def state(self) -> set[object]:
        """Return all that a packet is compared with; a draft has the consent of the day at any time."""
        told = [one for one in self.standing() if one.kind != "agree"]
        return {self.of_child, *((one.id, one.words, one.moves) for one in told)}

    def new_word(self) -> str:
        """Return a word that stands nowhere yet."""
        self.written += 1
        return f"word{self.written:03}"

    def new_words(self, count: int) -> list[str]:
        """Return some of them."""
        return [self.new_word() for _ in range(count)]

    def do(self, act: str, number: int) -> None:
        """Do something, to the record of that number if it is about one; what does not fit is left."""
        found = [one for one in self.records if self._fits(act, one)]
        making = {
            "meet": self._meet,
            "post": self._post,
            "note": self._note,
            "agree": self._agree,
            "correct the child": self._correct_the_child,
        }
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
                "move the meeting": self._move_the_meeting,
                "for each child": self._for_each_child,
            }
            doing[act](found[number % len(found)])

    def _fits(self, act: str, one: Record) -> bool:
        if act in {"hear", "move out", "put back"}:
            fits = one.kind == "post" and not one.is_mistaken
            return fits and one.is_out is (act == "put back")
        if act == "move the meeting":
            return one.kind == "meet" and one.counts
        if act == "for each child":
            return one.kind == "post" and one.is_out and not one.is_mistaken
        if act == "put right":
            return one.kind in {"meet", "hear", "note"} and one.counts and one.words <= self.words()
        return (
            one.is_mistaken is (act == "take back")
            and not one.is_out
            and (one.beside is None or one.beside.counts)
        )

    def _met(self) -> tuple[list[str], EncounterInput]:
        """Return a meeting as typed, and its words: what happened, who with, where, and what the child looked like."""
        words = self.new_words(3)
        account = Account(Place(words=words[1]), company_words=words[2], words=words[0])
        met = (MetChildInput(ChildDescription(), self.opened.child_id),)
        return words, typed(self.organisation, account=account, children=met)

    def _meet(self) -> None:
        words, what = self._met()
        self.records.append(Record("meet", met_on(self.organisation, self.shifts[0], what), frozenset(words)))

    def _move_the_meeting(self, one: Record) -> None:
        with self.organisation.reading("field") as work:
            met = encounter_page(work, one.id, locale="en").met
        to = self.shifts[0] if met.shift_id != self.shifts[0] else self.shifts[1]
        when = as_typed(self.organisation.clock.now())
        with self.organisation.writing("field") as work:
            move_meeting(work, one.id, MoveMeeting(to, when, "It was with the other team.", met.version))
        one.moves += 1

    def _post(self) -> None:
        words, place, involved, source = self.new_words(4)
        observed = replace(
            OBSERVED, words=words, place=place, involved=involved, child_words="", source=source
        )
        posted = post(self.organisation, new=new_concern(observed=observed))
        self.records.append(Record("post", posted.id, frozenset({words, place, involved, source})))
        self._put_back(self.records[-1])

    def _for_each_child(self, whole: Record) -> None:
        """Make a concern of it for our child and another one: ours has one of its words, and the whole is closed."""
        with self.organisation.reading("supervisor") as work:
            page = concern_page(work, whole.id)
        assert page.observation is not None
        seen = page.observation
        ours = ForChild(self.opened.child_id, seen.words, involved=seen.involved)
        theirs = ForChild(child_of(self.organisation), seen.words)
        with self.organisation.writing("supervisor") as work:
            made, _theirs = make_for_each_child(work, whole.id, ForEachChild(page.version, (ours, theirs)))
        self.records = [one for one in self.records if one is not whole and one.beside is not whole]
        self.records.append(Record("copy", made, whole.words))

    def _note(self) -> None:
        word, note_id = self.new_word(), uuid4()
        with self.organisation.writing("caseworker") as work:
            add_note(work, self.opened.case_id, note_id, self._noted(word))
        self.records.append(Record("note", note_id, frozenset({word})))

    def _noted(self, word: str) -> NoteInput:
        return NoteInput(word, MomentInput(local_day(self.organisation.clock.now())), EvidenceBasis.SEEN)

    def _agree(self) -> None:
        given_by, with_whom = self.new_words(2)
        consent = new_consent(given_by=given_by, with_whom=with_whom, given_on=date(2026, 11, 1))
        consent_in(self.organisation, self.opened.case_id, consent)
        self.records.append(Record("agree", consent.id, frozenset({given_by, with_whom})))

    def _correct_the_child(self) -> None:
        latin, appearance, needs, guardian = self.new_words(4)
        with self.organisation.writing("supervisor") as work:
            seen = editable_child(work, self.opened.child_id)
            profile = replace(
                seen.profile, latin=latin, appearance=appearance, needs=needs, guardian=Guardian(guardian)
            )
            change_child(work, self.opened.child_id, profile, version=seen.row.version)
        self.of_child = frozenset({latin, appearance, needs, guardian})

    def _hear(self, concern: Record, corrects: Record | None = None) -> None:
        words = self.new_words(6)
        new = DisclosureInput(
            uuid4(),
            words[0],
            Language.KHM,
            Prompting.PROMPTED,
            SEEN_ON,
            translation=words[1],
            question=words[2],
            place=words[3],
            present=words[4],
            demeanour=words[5],
            corrects_id=corrects.id if corrects else None,
        )
        with self.organisation.writing("field") as work:
            add_disclosure(work, concern.id, new)
        self.records.append(Record("hear", new.id, frozenset(words), beside=concern, corrects=corrects))

    def _put_right(self, one: Record) -> None:
        if one.kind == "hear" and one.beside is not None:
            self._hear(one.beside, one)
        elif one.kind == "note":
            word = self.new_word()
            with self.organisation.writing("caseworker") as work:
                version = work.session.get_one(CaseNote, one.id).version
                mend_note(work, one.id, self._noted(word), version=version)
            one.words = frozenset({word})
        else:
            words, what = self._met()
            rows = tuple(rows_of(self.organisation, one.id))
            change(self.organisation, one.id, replace(what, children=rows))
            one.words = frozenset(words)

    def _mark(self, act: Any, one: Record) -> None:
        name = NAMES[one.kind]
        new = MarkInput(uuid4(), "It was written by mistake.")
        by = "caseworker" if one.kind in {"note", "agree"} else "supervisor"
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


def words_in(text: str) -> set[str]:
    """Return the words of records in a text."""
    return set(re.findall(r"word\d+", text))


def told(organisation: Organisation, case_id: UUID) -> tuple[UUID, set[str]]:
    """Begin a packet, and return it with the words that it would print if all of it were kept."""
    packet_id = drafted(organisation, case_id)
    draft = opened(organisation, packet_id).draft
    with organisation.reading("caseworker") as work:
        ground = ground_of(work, opened(organisation, packet_id).case, draft.recipients)
    return packet_id, words_in(packet_text(full_contents(draft, ground), COPY))


def frozen(organisation: Organisation, packet_id: UUID) -> set[str] | None:
    """Submit a packet and return the words that it prints; None if it may not be submitted."""
    try:
        submitted(organisation, packet_id)
    except NotAllowedNow:
        return None
    packet = opened(organisation, packet_id)
    assert packet.snapshot is not None
    return words_in(packet_text(frozen_contents(packet.snapshot), COPY))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, begun_after=st.integers(0, 8))
def test_a_packet_tells_what_counts_and_says_when_that_is_not_so_any_more(
    organisation: Organisation, steps: list[tuple[str, int]], begun_after: int
) -> None:
    shifts = (
        shift_of(organisation, team=("field",), hours=12),
        shift_of(organisation, team=("field",), hours=12),
    )
    one = OneCase(organisation, assigned_case(organisation), shifts)
    begun: tuple[UUID, set[object]] | None = None
    for place, (act, number) in enumerate(steps):
        one.do(act, number)
        organisation.clock.move(timedelta(minutes=1))
        if place == begun_after:
            early_id, words = told(organisation, one.opened.case_id)
            assert words == one.words()
            begun = early_id, one.state()

    packet_id, words = told(organisation, one.opened.case_id)
    assert words == one.words()
    if begun is not None:
        found = page_of(organisation, begun[0], by="caseworker").comparison
        assert found.is_nothing_new is (begun[1] == one.state())
    assert (frozen(organisation, packet_id) or set()) <= one.words()

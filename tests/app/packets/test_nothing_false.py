"""Whatever order things are typed, corrected, masked, withheld and erased in, nothing false is ready to leave."""

from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.packets.comparing import Comparison, differences
from app.packets.contents import ChronologyEntry, PacketContents, Urgency, contents_from_json
from app.packets.document import PacketCopy, packet_text
from app.packets.editing import with_words
from app.packets.fields import field_switches
from app.packets.marks import is_masked_form, parts_of, texts_of, with_mask, with_summary
from app.packets.snapshots import freeze, full_contents, kept_contents
from app.packets.sources import digest_of
from app.packets.taking import taken_in
from app.packets.values import told_in
from app.packets.wording import Language
from tests.app.packets.packet_records import GROUND, account, child, draft_of, records, safety, said
from tests.app.packets.packet_samples import NOW

COPY = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW)
NAMES = ("Dara", "Sok Vannak", "សុខ តារា", "Ming Srey")
TEXTS = st.lists(
    st.sampled_from([*NAMES, "bought noodles", "at the pier", "បានទិញមី", "and asked"]), min_size=1, max_size=5
).map(" ".join)
OURS = "ours-7731"
SUMMARY_LINE = "Summary by the organisation: "
numbers = st.integers(10, 14)


class OnePacket(RuleBasedStateMachine):
    """One packet and the records it is taken from, in any order of everything that people can do."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[int, ChronologyEntry] = {10: account(10, "Dara bought noodles", involved="Dara")}
        self.child, self.safety = child(), safety()
        self.draft = draft_of(self._records())
        self.frozen: str | None = None
        self.refused: set[tuple[str, str]] = set()

    def _records(self) -> Any:
        return records(*self.entries.values(), child_facts=self.child, of_safety=self.safety)

    def _now(self) -> PacketContents:
        now: PacketContents = self._records().taken_into(self.draft.contents)
        return now

    def _edited(self, draft: Any) -> None:
        self.draft, self.frozen, self.refused = replace(draft, refusals=()), None, set()

    @rule(number=numbers, text=TEXTS, involved=st.none() | TEXTS)
    def write_an_observation(self, number: int, text: str, involved: str | None) -> None:
        self.entries[number] = account(number, text, involved=involved)

    @rule(number=numbers, text=TEXTS, translation=TEXTS)
    def write_what_the_child_said(self, number: int, text: str, translation: str) -> None:
        self.entries[number] = said(number, text, translation)

    @rule(number=numbers)
    def erase_a_record(self, number: int) -> None:
        self.entries.pop(number, None)

    @rule(name=st.sampled_from(NAMES), years=st.integers(9, 12), guardian=st.none() | TEXTS)
    def correct_the_child(self, name: str, years: int, guardian: str | None) -> None:
        self.child = child(name, years, guardian=guardian)

    @rule(how=st.none() | TEXTS, danger=st.none() | TEXTS)
    def correct_safety(self, how: str | None, danger: str | None) -> None:
        self.safety = safety(how, danger)

    @precondition(lambda self: self.frozen is None)
    @rule(which=st.integers(0, 8), most=st.integers(0, 2))
    def mask(self, which: int, most: int) -> None:
        parts = list(parts_of(self.draft.contents).items())
        key, part = parts[which % len(parts)]
        names = [name for name in NAMES if name in " ".join(texts_of(*part).values())]
        self._edited(with_mask(self.draft, key, names[:most]))

    @precondition(lambda self: self.frozen is None)
    @rule(which=st.integers(0, 8))
    def summarise(self, which: int) -> None:
        keys = [key for key in parts_of(self.draft.contents) if not key.startswith("children")]
        self._edited(with_summary(self.draft, keys[which % len(keys)], OURS))

    @precondition(lambda self: self.frozen is None)
    @rule(text=TEXTS)
    def type_the_request(self, text: str) -> None:
        typed = {"cover.request": text, "chronology.1.text": OURS, "safety.danger": OURS}
        self._edited(
            replace(self.draft, contents=with_words(self.draft.contents, typed, urgency=Urgency.NOW))
        )

    @precondition(lambda self: self.frozen is None)
    @rule(data=st.data())
    def switch(self, data: st.DataObject) -> None:
        keys = [one.key for one in field_switches(full_contents(self.draft, GROUND))]
        off = data.draw(st.sets(st.sampled_from(keys), max_size=3))
        self._edited(replace(self.draft, withheld=tuple(off), kept=tuple(set(keys) - off)))

    @precondition(lambda self: self.frozen is None)
    @rule()
    def take_in(self) -> None:
        self._edited(taken_in(self.draft, self._records()))

    @precondition(lambda self: self.frozen is None)
    @rule()
    def submit(self) -> None:
        found = differences(
            full_contents(self.draft, GROUND), self._now(), shown=kept_contents(self.draft, GROUND)
        )
        if not Comparison(found).why_not_submit:
            self.frozen = freeze(self.draft, GROUND).contents

    @precondition(lambda self: self.frozen is not None)
    @rule()
    def refuse_what_changed(self) -> None:
        self.refused = {(one.key, one.digest) for one in self._changes() if one.may_be_refused}

    @precondition(lambda self: self.frozen is not None)
    @rule()
    def send_back(self) -> None:
        self._edited(self.draft)

    def _changes(self) -> tuple[Any, ...]:
        shown = contents_from_json(self.frozen or "")
        return differences(self.draft.contents, self._now(), shown=shown)

    @invariant()
    def what_may_be_approved_says_what_its_sources_say(self) -> None:
        if self.frozen is None:
            return
        shown = contents_from_json(self.frozen)
        stopping = [one for one in self._changes() if one.stops and (one.key, one.digest) not in self.refused]
        if stopping:
            return
        source, refused = told_in(self._now()), {key for key, _digest in self.refused}
        for key, told in told_in(shown).items():
            if key in refused:
                continue
            assert key in source, key
            if key in shown.masked:
                assert is_masked_form(str(told.value), str(source[key].value))
            else:
                assert told.value == source[key].value

    @invariant()
    def nothing_that_was_masked_is_printed_in_its_part(self) -> None:
        parts = parts_of(kept_contents(self.draft, GROUND))
        for mask in self.draft.masks:
            if mask.part in parts:
                section, part = parts[mask.part]
                source = texts_of(*parts_of(self.draft.contents)[mask.part])
                for name, text in texts_of(section, part).items():
                    assert not [word for word in mask.words if word.casefold() in text.casefold()]
                    assert mask.anchors.get(name) == digest_of(source[name]), (
                        "printed, and not what was masked"
                    )

    @invariant()
    def our_own_words_are_printed_as_ours(self) -> None:
        for line in packet_text(kept_contents(self.draft, GROUND), COPY).splitlines():
            assert OURS not in line or line.startswith(SUMMARY_LINE)


OnePacket.TestCase.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
TestOnePacket = OnePacket.TestCase

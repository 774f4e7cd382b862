"""What the first page says happened, and about whom: one entry of the packet, by its record, never other words."""

import re
from dataclasses import dataclass, replace
from uuid import UUID

from app.packets.contents import ChronologyEntry, EntryKind, PacketContents
from app.packets.documents import PacketDraft
from app.packets.happenings import NOTE

MOST_LETTERS = 260
"""About three lines on the first page; the whole stands in the chronology."""


@dataclass(frozen=True)
class Headline:
    """What is printed: the entry and its number, and its account or our summary of it, up to a sentence's end.

    `account` and `involved` are None when they are too long and no sentence ends in time, and `account` for a child's
    words that are too long to be printed twice: they are never shortened. `goes_on`: the entry says more of either.
    """

    entry: ChronologyEntry
    number: int
    account: str | None
    is_ours: bool
    involved: str | None
    goes_on: bool = False

    @property
    def stands_in(self) -> str:
        """Return the phrase that says where it stands when it is too long for the first page."""
        is_childs = self.entry.kind is EntryKind.SAID and not self.is_ours
        return "childs_words_in" if is_childs else "account_stands_in"


def with_headline(kept: PacketContents, chosen: UUID | None) -> PacketContents:
    """Return kept contents that name the entry for the first page: the chosen one, or the one that says most.

    A chosen entry that does not leave names none: somebody chooses again.
    """
    if chosen is not None:
        return replace(kept, headline=chosen if entry_of(kept, chosen) else None)
    known = [entry for entry in kept.chronology if entry.record is not None]
    ranked = sorted(enumerate(known), key=lambda one: (_weight(one[1]), one[0]), reverse=True)
    return replace(kept, headline=ranked[0][1].record if ranked else None)


def why_no_headline(kept: PacketContents, draft: PacketDraft) -> tuple[str, ...]:
    """Return the reason why the first page has nothing to say, though somebody chose an entry for it."""
    return ("packet-no-headline",) if draft.headline is not None and kept.headline is None else ()


def headline_of(contents: PacketContents) -> Headline | None:
    """Return what the first page says; None in packets that name no entry."""
    found = entry_of(contents, contents.headline)
    if found is None:
        return None
    number, entry = found
    said = entry.kind is EntryKind.SAID
    text = entry.summary or entry.text
    if said and not entry.summary:
        account = text if len(text) <= MOST_LETTERS else None
        goes_on = False
    else:
        account = shortened(text)
        goes_on = account is not None and account != _in_one_line(text)
    involved = shortened(entry.involved) if entry.involved else None
    return Headline(
        entry=entry,
        number=number,
        account=account,
        is_ours=entry.summary is not None,
        involved=involved,
        goes_on=goes_on or (entry.involved is not None and involved != _in_one_line(entry.involved)),
    )


def entry_of(contents: PacketContents, record: UUID | None) -> tuple[int, ChronologyEntry] | None:
    """Return the entry of a record, with its number."""
    numbered = enumerate(contents.chronology, start=1)
    return next((one for one in numbered if record is not None and one[1].record == record), None)


def shortened(text: str) -> str | None:
    """Return a text in one line, up to the last sentence that ends in time; None when none does.

    What follows within a sentence may take back what was said before, so no sentence is cut.
    """
    line = _in_one_line(text)
    if len(line) <= MOST_LETTERS:
        return line
    ends = [found.end() for found in _SENTENCE_END.finditer(line) if found.end() <= MOST_LETTERS]
    return line[: ends[-1]] if ends else None


_SENTENCE_END = re.compile(
    # A point after a capital, a rank or "no" may only shorten the word: Mr., Dr., Capt.
    r"(?:(?:\b[a-z]{2,}|[^\W\d_]{5})(?<!\bno)\.|[!?])[\"'”’»)]*(?=\s[^a-z]|$)|[។៕]"
)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _weight(entry: ChronologyEntry) -> tuple[bool, bool, bool]:
    """Entries that name who was involved say most; notes of the case say least, then what only describes a meeting."""
    table = entry.origin[0].table
    return entry.involved is not None, table in ("concern", "disclosure"), table != NOTE

"""Takes what the records say into a draft; nothing of a record's words comes into a packet in any other way."""

from collections.abc import Mapping
from dataclasses import replace

from app.packets.cautions import DANGER, cautions_for, other_names, words_of
from app.packets.contents import ChronologyEntry, EntryKind, PacketContents
from app.packets.documents import PacketDraft, Summary
from app.packets.earlier_drafts import NOTHING_YET
from app.packets.fields import entry_key
from app.packets.gathering import Gathered, gather
from app.packets.happenings import in_order
from app.packets.marks import parts_of
from app.unit_of_work import UnitOfWork
from models.case import Case


def with_records(work: UnitOfWork, case: Case, draft: PacketDraft) -> PacketDraft:
    """Return the draft with every field as this person's records say it now. Raises NotVisible, NoKey."""
    gathered = gather(work, case)
    taken = taken_in(draft, gathered)
    cautions = cautions_for(
        taken.contents.chronology,
        request=taken.contents.cover.request or "",
        safety=taken.contents.safety,
        others=other_names(work, case.base_id, case.child_id),
    )
    again = {key for key in cautions if _says_otherwise(key, draft.contents, taken.contents)}
    return replace(taken, cautions=cautions, kept=tuple(key for key in taken.kept if key not in again))


def _says_otherwise(key: str, before: PacketContents, now: PacketContents) -> bool:
    """Tell whether words that somebody decided to keep are others by now: then they are read, and decided on, anew."""
    return _words_under(key, before) != _words_under(key, now)


def _words_under(key: str, contents: PacketContents) -> tuple[str, ...]:
    if key == DANGER:
        return (contents.safety.danger or "",)
    entries = {entry_key(entry, number): entry for number, entry in enumerate(contents.chronology, 1)}
    return tuple(words_of(entries[key])) if key in entries else ()


def taken_in(draft: PacketDraft, gathered: Gathered) -> PacketDraft:
    """Return the draft with every field as the records say it, and without what is gone.

    An entry whose record is there and does not open for this person stays as it was taken: they cannot tell whether
    it still says so. Masks and summaries stay, and hold only for what they were made for.
    """
    closed = frozenset(gathered.closed)
    stay = [entry for entry in draft.contents.chronology if entry.record in closed and entry.text]
    contents = gathered.taken_into(draft.contents)
    contents = replace(contents, chronology=in_order([*contents.chronology, *stay]))
    parts = parts_of(contents)
    brought = {key: _earlier_form(part) for key, (_section, part) in parts.items()}
    return replace(
        draft,
        contents=contents,
        closed=len(closed),
        masks=tuple(mask for mask in draft.masks if mask.part in parts),
        summaries=tuple(one for one in draft.summaries if one.part in parts and not _says_it(one, brought)),
        refusals=(),
    )


def _says_it(one: Summary, texts: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether words brought forward from an earlier version are the record's own, and no summary of it."""
    return one.anchor == NOTHING_YET and one.words in texts[one.part]


def _earlier_form(part: object) -> tuple[str, ...]:
    """Return an entry's words, and how version 1 put together what a child said."""
    if not isinstance(part, ChronologyEntry):
        return ()
    if part.kind is not EntryKind.SAID:
        return (part.text,)
    lines = [f"The child said: “{part.text}”"]
    if part.translation:
        lines.append(f"In English: “{part.translation}”")
    lines.append(f"Asked: “{part.question}”" if part.question else "The child spoke unasked.")
    if part.demeanour:
        lines.append(f"Observed: {part.demeanour}")
    return part.text, "\n".join(lines)

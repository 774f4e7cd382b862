"""Khmer texts beside the originals of a packet: which texts can carry one, and which still stand beside theirs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.foundation.errors import NotAllowedNow
from app.foundation.text_cleaning import clean_lines
from app.packets.contents import PacketContents, Passage
from app.packets.documents import PacketDraft
from app.packets.fields import FIELDS, Section
from app.packets.khmer_breaks import is_in_khmer
from app.packets.mask_words import masked_names, told_names, untold_names
from app.packets.said_on_pages import said_on_page
from app.packets.wording import Language
from app.vault.digests import sha256_hex

Names = Collection[Sequence[str]]
"""Masked names, each in every way it is written."""

_LABELS = {(field.section, field.name): field.label for field in FIELDS}
_OWN = ("request", "questions", "issued_by")
_OF_PARTS = (
    "child_area",
    "danger",
    "who_has_access",
    "next_contact",
    "medical_need",
    "safe_contact",
    "disability",
    "appearance",
    "guardian",
    "text",
    "translation",
    "question",
    "demeanour",
    "involved",
    "present",
    "told_by",
    "place",
    "summary",
)


@dataclass(frozen=True)
class Original:
    """A text of a packet that leaves, under the name of its field and of what it is part of, and its Khmer so far.

    `untold` are the masked names that do not stand in it, in either script: its Khmer must not tell them either.
    """

    digest: str
    label: str
    item: str | None
    text: str
    khmer: str
    by: str
    untold: tuple[str, ...] = ()


def digest_of_text(text: str) -> str:
    """Return what a passage names its original by."""
    return sha256_hex(text.encode())


def with_passages(kept: PacketContents, passages: Sequence[Passage], masked: Names = ()) -> PacketContents:
    """Return kept contents with those passages whose original leaves exactly as it was translated.

    One that is not in Khmer, or tells a masked name which its original does not tell, is left out, whenever it was
    written.
    """
    leaving = {digest_of_text(text): text for _, _, text in _texts(kept)}
    fitting = (
        one
        for one in passages
        if one.of in leaving
        and is_in_khmer(one.text, beside=leaving[one.of])
        and not told_names([one.text], [untold_names(leaving[one.of], masked)])
    )
    return replace(kept, passages=tuple(fitting))


def originals_in(kept: PacketContents, masked: Names = ()) -> tuple[Original, ...]:
    """Return each text once that is not in Khmer already, nor printed in Khmer by itself, in printed order."""
    known = {one.of: one for one in kept.passages}
    found: dict[str, Original] = {}
    for label, item, text in _texts(kept):
        digest = digest_of_text(text)
        is_khmer = is_in_khmer(said_on_page(text, label, Language.KHMER), beside=text)
        if digest not in found and (not is_khmer or digest in known):
            passage = known.get(digest)
            found[digest] = Original(
                digest,
                label,
                item,
                text,
                passage.text if passage else "",
                passage.by if passage else "",
                untold_names(text, masked),
            )
    return tuple(found.values())


def why_not_beside(original: Original, text: str) -> str:
    """Return why a text cannot stand beside an original as its Khmer: `packet-not-khmer`, `packet-khmer-unmasks`.

    Return "" if it can, or is empty.
    """
    if text and not is_in_khmer(text, beside=original.text):
        return "packet-not-khmer"
    return "packet-khmer-unmasks" if told_names([text], [original.untold]) else ""


def translated(draft: PacketDraft, kept: PacketContents, typed: Mapping[str, str], *, by: str) -> PacketDraft:
    """Return the draft with these Khmer texts, by the digest of their original; an empty one takes it away.

    A text that stays as it was keeps its translator. Raises NotAllowedNow as `why_not_beside` says.
    """
    known = {one.of: one for one in draft.passages}
    for original in originals_in(kept, masked_names(draft)):
        text = clean_lines(typed.get(original.digest, original.khmer))
        if why_not := why_not_beside(original, text):
            raise NotAllowedNow(why_not)
        if not text:
            known.pop(original.digest, None)
        elif text != original.khmer:
            known[original.digest] = Passage(of=original.digest, text=text, by=by)
    return replace(draft, passages=tuple(known.values()))


def _texts(contents: PacketContents) -> list[tuple[str, str | None, str]]:
    """Return every text that can carry one: the name of its field, what it is part of, and the text."""
    found = _of(Section.COVER, None, contents.cover, _OWN)
    found += _of(Section.SAFETY, None, contents.safety, _OF_PARTS)
    for child in contents.children:
        found += _of(Section.CHILDREN, child.code, child, _OF_PARTS)
    for number, entry in enumerate(contents.chronology, start=1):
        found += _of(Section.CHRONOLOGY, str(number), entry, _OF_PARTS)
    for agreement in contents.grounds.agreements:
        found += _of(Section.GROUNDS, agreement.child_code, agreement, ("given_by", "limits"))
    return found + _of(Section.GROUNDS, None, contents.grounds, ("lawful_reason",))


def _of(
    section: Section, item: str | None, part: Any, names: Sequence[str]
) -> list[tuple[str, str | None, str]]:
    texts = ((name, getattr(part, name, None)) for name in names)
    return [(_LABELS[section, name], item, text) for name, text in texts if text]

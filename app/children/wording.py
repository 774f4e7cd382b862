"""Turns what was typed about a child into the one form in which it is sealed."""

import re
from dataclasses import replace

from app.children.documents import ChildProfile, EmergencyWords, SafeContact
from app.foundation.errors import NotAllowedNow
from app.foundation.text_cleaning import clean_lines, clean_text, khmer_order

_BETWEEN_NICKNAMES = re.compile("[,;،、\n]")


def clean_name(text: str) -> str:
    """Return a name as it is stored: NFC, nothing invisible, each Khmer cluster in its single canonical encoding."""
    return khmer_order(clean_text(text))


def nicknames_from(line: str) -> tuple[str, ...]:
    """Return the nicknames of a line typed with commas between them, without repeats."""
    names = (clean_name(part) for part in _BETWEEN_NICKNAMES.split(line))
    return tuple(dict.fromkeys(name for name in names if name))


def clean_profile(profile: ChildProfile) -> ChildProfile:
    """Return a profile as it is sealed.

    Raises NotAllowedNow `child-nameless` when nothing tells the child from another: no name, no description.
    """
    cleaned = replace(
        profile,
        latin=clean_name(profile.latin),
        local=clean_name(profile.local),
        nicknames=tuple(dict.fromkeys(filter(None, map(clean_name, profile.nicknames)))),
        languages=tuple(dict.fromkeys(profile.languages)),
        origin=clean_text(profile.origin),
        appearance=clean_lines(profile.appearance),
        needs=clean_lines(profile.needs),
        guardian=replace(
            profile.guardian,
            name=clean_name(profile.guardian.name),
            number=clean_text(profile.guardian.number),
        ),
        notes=clean_lines(profile.notes),
    )
    if not cleaned.card.names and not cleaned.appearance:
        raise NotAllowedNow("child-nameless")
    return cleaned


def clean_rule(rule: SafeContact) -> SafeContact:
    """Return a safe-contact rule as it is sealed."""
    return replace(rule, how=clean_lines(rule.how), never=clean_lines(rule.never))


def clean_words(words: EmergencyWords) -> EmergencyWords:
    """Return an emergency sheet as it is sealed."""
    return EmergencyWords(
        danger=clean_lines(words.danger),
        reasons=clean_lines(words.reasons),
        medical=clean_lines(words.medical),
        safety_plan=clean_text(words.safety_plan),
        where_now=clean_text(words.where_now),
    )


def script_language(text: str) -> str:
    """Return the language to mark a name in the local script with: "km" for Khmer letters, else undetermined."""
    return "km" if any("\u1780" <= letter <= "\u17ff" for letter in text) else "und"

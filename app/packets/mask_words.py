"""Which words a mask may take out, and what else tells the same name: a mask takes out names and places only.

Taking "not" out of a child's words would turn them around, and the packet prints that no such word was changed.
"""

import re
from collections.abc import Iterable, Sequence

from icu4py.breakers import WordBreaker

from app.packets.contents import ChildFacts
from app.packets.documents import PacketDraft
from app.packets.khmer_breaks import has_khmer
from app.packets.word_finding import find_words, fold, plain

SHORTEST, MOST_WORDS, MOST_LETTERS = 2, 6, 60

NEGATIONS = frozenset(
    "no not none never nothing nobody nowhere neither nor cannot without "
    "មិន គ្មាន ពុំ អត់ កុំ ឥត ទេ មិនមែន មិនបាន មិនទាន់ មិនដែល".split()
)
"""No mask may hold one of these, in whatever company."""
ORDINARY = frozenset(
    "a an the he she it i you we they him her his hers its me my our us them their this that these those "
    "is are was were be been am do does did done has have had will would can could may might must shall should "
    "and or but if in on at by to of for from with up down out off as so than then there here "
    "who whom whose which what when where why how yes "
    "ខ្ញុំ គាត់ នាង គេ វា យើង អ្នក បាន ជា និង ឬ នៅ ក្នុង លើ ក្រោម ពី ទៅ មក ដែល ហើយ មាន ត្រូវ នេះ នោះ ឱ្យ ឲ្យ "
    "ដោយ ចំពោះ របស់ ក៏ តែ បាទ ចាស".split()
)
"""No mask may be made of these alone."""

_WORD = re.compile(r"[^\W_](?:[^\W_]|\w|['’ʼ](?=\w))*")
_SHORT_NOT = re.compile("n['’ʼ]t$")


def why_not_masked(word: str) -> str:
    """Return why a word cannot be taken out; "" if it can.

    That is `packet-mask-too-short`, `packet-mask-too-long` or `packet-mask-ordinary`.
    """
    if len(word) < SHORTEST:
        return "packet-mask-too-short"
    parts = _words_of(word)
    if len(parts) > MOST_WORDS or len(word) > MOST_LETTERS:
        return "packet-mask-too-long"
    turns_around = any(part in NEGATIONS or _SHORT_NOT.search(part) for part in parts)
    return "packet-mask-ordinary" if turns_around or all(part in ORDINARY for part in parts) else ""


def masked_names(draft: PacketDraft) -> tuple[tuple[str, ...], ...]:
    """Return each name or place once that is masked anywhere in a packet, with the same name in the other script."""
    words = dict.fromkeys(word for mask in draft.masks for word in mask.words)
    children = draft.contents.children
    return tuple((word, *dict.fromkeys(_otherwise(word, children))) for word in words)


def told_names(texts: Iterable[str], names: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return those ways of writing some masked names that stand in these texts."""
    shown = [fold(text) for text in texts]
    return tuple(way for name in names for way in name if any(find_words(text, [way]) for text in shown))


def untold_names(text: str, names: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return all ways of writing those masked names of which none stands in a text."""
    shown = fold(text)
    return tuple(way for name in names if not find_words(shown, name) for way in name)


def _words_of(word: str) -> list[str]:
    """Return the words of a mask. Khmer is written without spaces, so its words are those of a dictionary."""
    folded = plain(word).casefold()
    pieces = list(WordBreaker(folded, "km")) if has_khmer(folded) else _WORD.findall(folded)
    return [piece for piece in pieces if any(letter.isalnum() for letter in piece)]


def _otherwise(word: str, children: Iterable[ChildFacts]) -> Iterable[str]:
    """Yield what the masked name, or this part of a name, is in the other script of each child that bears it."""
    for child in children:
        names = (child.name_romanised or "", child.name_local or "")
        for own, other in (names, names[::-1]):
            if own and other and find_words(fold(own), [word]):
                yield from _same_parts(word, own, other)


def _same_parts(word: str, own: str, other: str) -> Iterable[str]:
    """Yield the other name's parts that a word stands for, by their place from the end, where the given name is."""
    mine, theirs = plain(own).split(), plain(other).split()
    taken = [place for place, part in enumerate(mine) if find_words(fold(part), plain(word).split())]
    places = dict.fromkeys(max(0, len(theirs) - len(mine) + place) for place in taken)
    parts = [theirs[place] for place in places]
    # Family names come first, and many are everyday words: in company they are told by the whole name only.
    return parts if len(parts) <= 1 else (" ".join(parts), "".join(parts), *parts[1:])

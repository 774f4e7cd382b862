"""Words for how somebody looks, in both languages: a team that writes Khmer is found by who asks in English."""

from functools import lru_cache

# Colours, clothes and what tells one child from another, as the teams write them. Our own list.
_PAIRS = tuple(
    pair.split("=")
    for pair in (
        "red=ក្រហម blue=ខៀវ green=បៃតង yellow=លឿង black=ខ្មៅ white=ស orange=ទឹកក្រូច pink=ផ្កាឈូក brown=ត្នោត "
        "grey=ប្រផេះ purple=ស្វាយ shirt=អាវ trousers=ខោ skirt=សំពត់ hat=មួក shoe=ស្បែកជើង bag=កាបូប hair=សក់ "
        "long=វែង short=ខ្លី curly=រួញ scar=ស្នាម mole=ប្រជ្រុយ tattoo=សាក់ tooth=ធ្មេញ thin=ស្គម tall=ខ្ពស់ small=តូច "
        "face=មុខ forehead=ថ្ងាស eye=ភ្នែក eyebrow=ចិញ្ចើម ear=ត្រចៀក hand=ដៃ krama=ក្រមា bicycle=កង់ ball=បាល់ "
        "necklace=ខ្សែក bracelet=ខ្សែដៃ baby=ទារក"
    ).split()
)
_LISTED = frozenset(pair[0] for pair in _PAIRS)
_LONGEST_FIRST = sorted(_PAIRS, key=lambda pair: -len(pair[1]))
_SHORTEST_INSIDE = 3
"""A Khmer word this short or shorter is looked for whole: its letters stand in many others."""
_FORMS = {"gray": "grey", "teeth": "tooth", "feet": "foot", "tshirt": "shirt", "children": "child"}


@lru_cache(maxsize=8192)
def looks_word(word: str) -> str:
    """Return the one form of a casefolded word of either language: singular, and the English of a listed Khmer one."""
    if word.isascii():
        plain = _FORMS.get(word, word)
        is_plural = len(plain) > _SHORTEST_INSIDE and plain.endswith("s") and not plain.endswith("ss")
        return plain[:-1] if is_plural and plain not in _LISTED else plain
    for english, khmer in _LONGEST_FIRST:
        if word == khmer or (len(khmer) > _SHORTEST_INSIDE and khmer in word):
            return english
    return word


def is_listed(word: str) -> bool:
    """Tell whether a word is one of ours: a skirt is no slip for a shirt."""
    return word in _LISTED


def forget_looks_words() -> None:
    """Forget the words that were read; somebody wrote them of a child."""
    looks_word.cache_clear()

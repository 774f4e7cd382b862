"""Folds Khmer script into the rough Latin key that folding.py makes of romanised names."""

import re
from dataclasses import dataclass

from app.foundation.text_cleaning import COENG, khmer_order

# One letter each: E stands for the sound written ea, ia or ie, N for ng, c for ch. The two series of consonants
# follow the Unicode Standard, section 16.4; the letters of the key are our own choice.
_CONSONANTS = dict(
    zip(
        "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវឝឞសហឡអ",
        "k k k k N c c c c n d t d t n t t t t n b p p p m y r l v s s s h l ".split(" "),
        strict=True,
    )
)
_OWN_VOWEL = dict(zip("ឥឦឧឩឪឫឬឭឮឯឰឱឲឳ", "e i u u o ri ri li li e i o o o".split(), strict=True))
_FINAL = _CONSONANTS | {"ប": "p", "ដ": "t", "ឌ": "t", "រ": "", "ហ": "", "អ": ""}

_SECOND_SERIES = frozenset("គឃងជឈញឌឍទធនពភមយរលវ")
_YIELDING = frozenset("ងញណនមយរលវឡ")
"""Sonorants: they take the series of a stop beside them, or the first series of an open syllable before."""

# Vowel signs (with nikahit ំ or reahmuk ះ where these change the sound): first series, second series.
_VOWELS = {
    "ា": ("a", "E"),
    "ិ": ("i", "i"),
    "ី": ("i", "i"),
    "ឹ": ("e", "i"),
    "ឺ": ("e", "e"),
    "ុ": ("o", "u"),
    "ូ": ("o", "u"),
    "ួ": ("u", "u"),
    "ើ": ("e", "e"),
    "ឿ": ("e", "e"),
    "ៀ": ("E", "E"),
    "េ": ("e", "e"),
    "ែ": ("e", "e"),
    "ៃ": ("i", "i"),
    "ោ": ("o", "o"),
    "ៅ": ("o", "o"),
    "ំ": ("am", "um"),
    "ាំ": ("am", "am"),
    "ុំ": ("om", "om"),
    "ះ": ("a", "E"),
    "ៈ": ("ak", "ak"),
    "័": ("a", "E"),
}
_SILENT, _SHORTENER = "\u17cd", "\u17cb"
_MUUSIKATOAN, _TRIISAP = "\u17c9", "\u17ca"
_NO_SOUND = re.compile(f"[{_SHORTENER}\u17ce\u17cf\u17d1\u17dd\u17cc]")
_CLUSTER = re.compile(
    f"(?P<consonants>[\u1780-\u17b3]\u17cc?(?:{COENG}[\u1780-\u17b3])*)"
    f"(?P<shifter>[{_MUUSIKATOAN}{_TRIISAP}]?)(?P<rest>[\u17b6-\u17d1\u17dd]*)"
)
_GLIDES = (
    (re.compile("[aEei]y$|[aEei]y(?=[^aeiouE])"), "i"),
    (re.compile("(?<=[ou])y(?![aeiouE])"), "i"),
    (re.compile("[ao]v(?![aeiouE])"), "o"),
    (re.compile("(?<=[Eei])v(?![aeiouE])"), "o"),
    (re.compile("mN"), "N"),
    (re.compile("(?<=.)d"), "t"),
    (re.compile("(?<=.)h"), ""),
    (re.compile("s$"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
_SREY = "ស្រី"
"""Girl: the first half of many names. The second half keeps its own series."""

_IRREGULAR = {"ពេជ្រ": "pic", "រស្មី": "rEksmi", "ភក្តី": "pEkti", "លក្ខិណា": "lEkena", "សុវត្ថិ": "sovat"}
"""Common names whose sound the letters do not show."""


@dataclass(frozen=True)
class _Cluster:
    letters: str
    shifter: str
    vowel: str
    is_silenced: bool

    @property
    def is_bare(self) -> bool:
        """Nothing but consonants: the end of a syllable, or a syllable with the inherent vowel."""
        return not self.vowel and self.letters[0] not in _OWN_VOWEL


def khmer_token_key(token: str) -> str:
    """Return the rough Latin key of one word in Khmer script; "" if no Khmer letter is in it."""
    ordered = khmer_order(token)
    if ordered in _IRREGULAR:
        return _IRREGULAR[ordered]
    if ordered.startswith(_SREY) and len(ordered) > len(_SREY):
        return _tidied("sri" + _spoken(_clusters(ordered[len(_SREY) :])))
    return _tidied(_spoken(_clusters(ordered)))


def _clusters(word: str) -> list[_Cluster]:
    clusters = []
    for found in _CLUSTER.finditer(word):
        letters = re.sub(f"[{COENG}\u17cc]", "", found["consonants"])
        rest = found["rest"]
        is_silenced = _SILENT in rest
        if is_silenced and len(letters) == 1:
            continue
        vowel = "" if is_silenced else _NO_SOUND.sub("", rest)
        clusters.append(_Cluster(letters, found["shifter"], vowel, is_silenced))
    return clusters


def _spoken(clusters: list[_Cluster]) -> str:
    """Return what the clusters sound like, deciding for each whether it closes a syllable or opens one."""
    spoken = ""
    can_close = False
    was_second = True
    for place, cluster in enumerate(clusters):
        following = clusters[place + 1 :]
        if can_close and _closes(cluster, after=clusters[place - 1], following=following):
            spoken += _FINAL.get(cluster.letters[0], "")
            can_close = False
            continue
        yields = can_close and cluster.letters[-1] in _YIELDING
        is_second = _is_second(cluster) and (was_second or not yields)
        sound = _vowel(cluster, is_second)
        spoken += _onset(cluster) + (_inherent(following, is_second) if sound is None else sound)
        can_close = cluster.vowel[-1:] not in ("ះ", "ៈ", "ំ") or _begins_with_ngo(following)
        was_second = is_second
    return spoken


def _closes(cluster: _Cluster, *, after: _Cluster, following: list[_Cluster]) -> bool:
    """Tell whether a cluster ends the open syllable before it, rather than opening one of its own."""
    if not following:
        return cluster.is_bare or cluster.vowel in ("ិ", "ុ")  # a short last vowel of Pali words is silent
    if not cluster.is_bare or (len(following) == 1 and following[0].is_bare):
        return False
    if len(cluster.letters) > 1:
        return len(following[0].letters) == 1
    return not after.is_bare and len(following[0].letters) == 1


def _begins_with_ngo(following: list[_Cluster]) -> bool:
    return bool(following) and following[0].letters == "ង"


def _is_second(cluster: _Cluster) -> bool:
    """Tell the series: a register shifter decides, else the last stop, else the base."""
    if cluster.shifter:
        return cluster.shifter == _TRIISAP
    stops = [letter for letter in cluster.letters if letter not in _YIELDING]
    return (stops[-1] if stops else cluster.letters[0]) in _SECOND_SERIES


def _onset(cluster: _Cluster) -> str:
    letters = cluster.letters
    if letters[0] in _OWN_VOWEL:
        return _OWN_VOWEL[letters[0]] + "".join(_CONSONANTS.get(letter, "") for letter in letters[1:])
    if letters.startswith("ហ្វ".replace(COENG, "")):
        return "p" + "".join(_CONSONANTS.get(letter, "") for letter in letters[2:])
    sounds = [_CONSONANTS.get(letter, "") for letter in letters]
    if letters[0] == "ប" and (len(letters) > 1 or cluster.shifter == _MUUSIKATOAN):
        sounds[0] = "p"
    if letters[0] == "ហ" and len(letters) > 1:
        sounds[0] = ""
    return "".join(sounds)


def _vowel(cluster: _Cluster, is_second: bool) -> str | None:  # noqa: FBT001 - private; the name says it
    """Return the sound of the written vowel; None if the inherent one is meant."""
    if not cluster.vowel:
        return "" if cluster.letters in _OWN_VOWEL else None
    sound = _VOWELS.get(cluster.vowel) or _VOWELS.get(cluster.vowel[:1]) or ("", "")
    return sound[is_second]


def _inherent(following: list[_Cluster], is_second: bool) -> str:  # noqa: FBT001 - private; the name says it
    """Return the vowel of a bare opening cluster: a, or o in the second series before a plain or nasal end."""
    if not is_second or not following or (not following[0].is_bare and len(following[0].letters) == 1):
        return "a"
    ends_plainly = len(following) == 1 and len(following[0].letters) == 1
    return "o" if ends_plainly or following[0].letters[0] in "ងនម" else "a"


def _tidied(spoken: str) -> str:
    for pattern, replacement in _GLIDES:
        spoken = pattern.sub(replacement, spoken)
    return spoken

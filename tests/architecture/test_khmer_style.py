"""How Khmer is written (docs/khmer.md): punctuation, breaks, spelling, bans, numbers, and no English but names."""

import re
from collections.abc import Callable, Iterable

import pytest

from tests.architecture.khmer import Said, in_packets, in_packs, on_screens

KHMER = "\u1780-\u17d3\u17dd"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
LONGEST_RUN = 60

SPELLING = {
    "ទូរស័ព្ទ": "ទូរសព្ទ",
    "អោយ": "ឱ្យ",
    "ឲ្យ": "ឱ្យ",
    "អ៊ោយ": "ឱ្យ",
    "ស្ដារ": "ស្តារ",
    "នរណា": "អ្នកណា",
    "អ្នកណាអ្នកណា": "អ្នកណា",
}

# Numbers are counted by these, which stand behind them: `%(num)s ថ្ងៃ`. Everything else is `noun ចំនួន %(num)s`.
UNITS = ("ឆ្នាំ", "ខែ", "សប្តាហ៍", "ថ្ងៃ", "ម៉ោង", "នាទី", "ដង", "លើក", "ទំព័រ", "ខ្ទង់")

# A list's own full stop: `1. The file`.
_NUMBERED = re.compile(r"^\d\. ")

# Verbs that begin an instruction; the list only has to hold what is said, not every verb there is.
INSTRUCTS = re.compile(
    r"(?:Add|Ask|Assign|Call|Change|Check|Choose|Compare|Copy|Decide|Describe|End|Enter|Fill|Find|Give|Keep|Leave|Let"
    r"|Look|Make|Mark|Move|Name|Pick|Print|Read|Say|Score|Select|Send|Set|Show|Start|Take|Tell|Tick|Try|Turn|Type|Use"
    r"|Wait|Write)\b.*\.$"
)

NAMES = {
    "Affero", "CSV", "GNU", "General", "HTTP", "HTTPS", "LICENSE", "License", "PDF", "Pango", "PostgreSQL", "Public",
    "SHA-", "SQLCipher", "SQLite", "Wayhome",
}  # fmt: skip
"""Names that are the same in every language."""

AS_TYPED = {
    "A", "B", "FILE", "PP", "PP-", "RV-", "RV-C-", "RV-F-", "RV-K-", "a", "audit", "checkpoint", "custom",
    "draft translation: not for handing over",
    "f", "hotline", "letters", "outside-member", "pg_dump", "preview: not for handing over", "PREVIEW", "sha", "sum",
    "verify-audit", "wayhome",
}  # fmt: skip
"""What is typed or printed in Latin letters, and words that stand beside their Khmer because the field knows them."""

KEPT = {"Please look at these again", "Read these six words aloud", "Sign in first", "Stop here"}
"""Headings that ask the reader for something: they are no buttons."""

Rule = Callable[[Said], bool]


def _has_zero_width(said: Said) -> bool:
    return bool(re.search("[\u200b-\u200d\u2060\ufeff\u00ad]", said.khmer))


def _space_at_a_stop(said: Said) -> bool:
    return bool(re.search(r"\s[។៖ៗ?!]|[។៖](?![\s»)\]]|$)|[។៖]\s{2}", said.khmer)) and said.khmer != "៖ "


def _other_quotation_marks(said: Said) -> bool:
    return bool(re.search(r"[\"“”„‘’‹›]|«\s|\s»", said.khmer))


def _latin_punctuation(said: Said) -> bool:
    return bool(re.search(rf"[,;]|[{KHMER}](?<!ៗ):|[{KHMER}]\.(?!\.)", said.khmer))


def _too_long_a_run(said: Said) -> bool:
    return any(len(run) > LONGEST_RUN for run in re.findall(rf"[{KHMER}ៗ]+", said.khmer))


def _misspelt(said: Said) -> bool:
    return any(wrong in said.khmer for wrong in SPELLING)


def _ban_is_softened(said: Said) -> bool:
    """A sentence that begins with `Never` forbids; `never seen` and a lone `never` only say what was."""
    forbids = any(_FORBIDS.search(text) for text in said.english)
    beside_bans = _BAN.sub("", said.khmer)
    is_soft = "ដាច់ខាត" in beside_bans or bool(re.search(r"កុំ(?!ព្យូទ័រ)[^។]*ឡើយ", said.khmer))
    return is_soft or (forbids and beside_bans == said.khmer)


_FORBIDS = re.compile(r"^Never:?$|(?:^Never|[.;] [Nn]ever) (?!seen|the person)")
_BAN = re.compile(r"ហាម[^។]*?ជាដាច់ខាត")


def _reads_as_an_ordinal(said: Said) -> bool:
    for found in re.finditer(r"%\((?:num|count)\)[sd]", said.khmer):
        before, after = said.khmer[: found.start()].rstrip(), said.khmer[found.end() :].lstrip()
        if not before.endswith("ចំនួន") and not after.startswith(UNITS):
            return True
    return False


def _lost_a_placeholder(said: Said) -> bool:
    """Plurals: what one of the two numbers says is enough."""
    wanted = [{key for pair in PLACEHOLDER.findall(text) for key in pair if key} for text in said.english]
    there = {key for pair in PLACEHOLDER.findall(said.khmer) for key in pair if key}
    return there not in wanted


def _english_is_left(said: Said) -> bool:
    text = PLACEHOLDER.sub("", re.sub(r"&\w+;", "", said.khmer))
    for kept in sorted(AS_TYPED, key=len, reverse=True):
        text = re.sub(rf"(?<![A-Za-z]){re.escape(kept)}(?![A-Za-z])", "", text)
    return bool(set(re.findall(r"[A-Za-z][A-Za-z-]*", text)) - NAMES)


def _says_a_sentence_twice(said: Said) -> bool:
    sentences = [sentence.strip() for sentence in said.khmer.split("។") if sentence.strip()]
    return len(set(sentences)) < len(sentences)


def _ends_otherwise(said: Said) -> bool:
    ends = {".": "។", ":": "៖", "…": "…", "?": "?", "!": "!"}
    text = said.english[-1].rstrip()
    if text == "No.":  # a number
        return False
    return said.khmer.rstrip().endswith(tuple(ends.values())) != text.endswith(tuple(ends)) or (
        text.endswith(tuple(ends)) and not said.khmer.rstrip().endswith(ends[text[-1]])
    )


def _instructs_without_please(said: Said) -> bool:
    first, asks = said.english[0], ("សូម", "ហាម", "កុំ")
    begins = _NUMBERED.sub("", first)
    is_told = begins.startswith(("Open again.", "Put elsewhere.")) or "%(" in begins[:12]
    return bool(INSTRUCTS.match(begins)) and not is_told and not any(word in said.khmer for word in asks)


def _button_says_please(said: Said) -> bool:
    text = said.english[0]
    is_label = not re.search(r"[.:?!]|, ", text)
    return (
        is_label
        and said.khmer.startswith("សូម")
        and text not in KEPT
        and not said.khmer.startswith("សូមស្វាគមន៍")
    )


def _khmer_digits(said: Said) -> bool:
    return bool(re.search("[០-៩]", said.khmer))


def _latin_digits(said: Said) -> bool:
    """Codes, telephone numbers and the names of standards stay as they are written."""
    text = PLACEHOLDER.sub("", re.sub(r"\((?:SHA-256|[A-Z]+-\d+)\)", "", said.khmer))
    return bool(re.search("[0-9]", text))


ANYWHERE: dict[str, Rule] = {
    "has a mark of no width": _has_zero_width,
    "has a space before ។ or ៖, or not one after it": _space_at_a_stop,
    "has other quotation marks than « » without spaces": _other_quotation_marks,
    "has a comma or semicolon, or a colon or full stop of Latin script after Khmer": _latin_punctuation,
    f"has more than {LONGEST_RUN} letters without a space": _too_long_a_run,
    "is spelt otherwise": _misspelt,
    "says a ban otherwise than ហាម…ជាដាច់ខាត": _ban_is_softened,
    "has a number that reads as an ordinal: noun + ចំនួន + number (+ នាក់)": _reads_as_an_ordinal,
    "says a sentence twice": _says_a_sentence_twice,
    "has English left that is no name": _english_is_left,
}
ON_SCREENS: dict[str, Rule] = {
    "has lost a placeholder, or has one of its own": _lost_a_placeholder,
    "ends otherwise than its English": _ends_otherwise,
    "instructs without សូម": _instructs_without_please,
    "is a label that says សូម": _button_says_please,
    "has Khmer digits": _khmer_digits,
}
IN_PRINT: dict[str, Rule] = {"has Latin digits": _latin_digits}


def faults(texts: Iterable[Said], rules: dict[str, Rule]) -> list[str]:
    """Return each text that breaks a rule, with the rule."""
    return [f"{said}\n    {what}" for said in texts for what, breaks in rules.items() if breaks(said)]


@pytest.mark.parametrize(
    ("texts", "rules"),
    [
        (on_screens, ANYWHERE | ON_SCREENS),
        (in_packets, ANYWHERE | IN_PRINT),
        (in_packs, ANYWHERE | IN_PRINT),
    ],
)
def test_khmer_is_written_as_the_style_guide_says(
    texts: Callable[[], list[Said]], rules: dict[str, Rule]
) -> None:
    wrong = faults(texts(), rules)
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("english", "khmer", "what"),
    [
        ("Ask.", "សូម\u200bសួរ។", "has a mark of no width"),
        ("Ask.", "សូមសួរ ។", "has a space before ។ or ៖, or not one after it"),
        ("Ask. Wait.", "សូមសួរ។សូមរង់ចាំ។", "has a space before ។ or ៖, or not one after it"),
        ("Say “no”.", "សូមនិយាយ “ទេ”។", "has other quotation marks than « » without spaces"),
        (
            "Water, food",
            "ទឹក, អាហារ",
            "has a comma or semicolon, or a colon or full stop of Latin script after Khmer",
        ),
        ("Telephone", "ទូរស័ព្ទ", "is spelt otherwise"),
        ("Never open it.", "កុំបើកវា។", "says a ban otherwise than ហាម…ជាដាច់ខាត"),
        ("%(num)s key", "សោ %(num)s", "has a number that reads as an ordinal: noun + ចំនួន + number (+ នាក់)"),
        ("Send %(what)s", "ផ្ញើ", "has lost a placeholder, or has one of its own"),
        ("Wait", "រង់ចាំ upload", "has English left that is no name"),
        ("Write the name.", "សរសេរឈ្មោះ។", "instructs without សូម"),
        ("Save", "សូមរក្សាទុក", "is a label that says សូម"),
        ("3 days", "៣ ថ្ងៃ", "has Khmer digits"),
        ("Done.", "រួចរាល់", "ends otherwise than its English"),
    ],
)
def test_a_text_that_breaks_a_rule_is_named_with_it(english: str, khmer: str, what: str) -> None:
    assert faults([Said("here", (english,), khmer)], ANYWHERE | ON_SCREENS) == [
        f"here: {english!r} says {khmer!r}\n    {what}"
    ]

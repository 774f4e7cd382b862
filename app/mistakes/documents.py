"""The sealed documents of a mark and of an earlier version."""

from dataclasses import dataclass

from app.keyring.documents import sealed_in


@sealed_in("mistake_mark", "reason")
@dataclass(frozen=True)
class MarkReason:
    """Why it was a mistake, or why the mark is taken back, with the asker's own signature (hex).

    `same_as` is the id of the record that says the same and counts, "" if there is none.
    """

    words: str
    signature: str = ""
    same_as: str = ""


@sealed_in("mistake_mark", "decision")
@dataclass(frozen=True)
class MarkDecision:
    """What the second person wrote, with their own signature (hex)."""

    words: str = ""
    signature: str = ""


@sealed_in("earlier_version", "words")
@dataclass(frozen=True)
class EarlierWords:
    """What a row said: its sealed document and its readable facts, each as JSON, and why it was changed.

    `document` is empty when whoever changed the record did not hold the key of what it said. `column` is the sealed
    column it stood in, because a row may have several. `named` are the ids of the records that rows beside it named,
    such as the children of a meeting, "" for one that had no record.
    """

    document: str = ""
    facts: str = "{}"
    why: str = ""
    column: str = ""
    named: tuple[str, ...] = ()

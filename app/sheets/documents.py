"""The sealed words about a numbered sheet: why it was printed, and what was said about what became of it."""

from dataclasses import dataclass

from app.keyring.documents import sealed_in


@sealed_in("printed_sheet", "purpose")
@dataclass(frozen=True)
class SheetPurpose:
    """Why it was printed, as whoever printed it wrote it."""

    words: str = ""


@sealed_in("sheet_step", "words")
@dataclass(frozen=True)
class StepWords:
    """What somebody wrote about a step: where it was lost, what was done about that, why a step was a mistake."""

    words: str = ""

"""What a page about one record has in every room: the record as it is, as it was, and its marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.mistakes.earlier import Earlier
from app.mistakes.states import MarkState, MarkView


@dataclass(frozen=True)
class History:
    """What a record says and said before, newest first; `document` is None for a person without its key.

    `facts` are its readable columns by name, `people` the names of everybody whom they and the earlier ones name.
    """

    record_id: UUID
    table: str
    document: Any
    facts: Mapping[str, Any]
    written_by: str
    written_at: datetime
    marks: MarkState
    earlier: tuple[Earlier[Any], ...]
    people: Mapping[UUID, str]
    may_mark: bool
    own_ask: MarkView | None

"""Which of a child's words correct which: the last of them stands."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID


def chains_of(rows: Mapping[UUID, tuple[UUID | None, datetime]]) -> list[tuple[UUID, ...]]:
    """Return each disclosure with all corrections of it, oldest first: the last one stands.

    Two corrections of the same words are one chain. The rows say what corrects what, so that a correction that does
    not open never lets the wrong words stand again.
    """
    chains: dict[UUID, list[tuple[datetime, int, UUID]]] = {}
    for row_id, (_corrects, written_at) in rows.items():
        way = [row_id]
        while (corrects := rows[way[-1]][0]) in rows and corrects is not None and corrects not in way:
            way.append(corrects)
        chains.setdefault(way[-1], []).append((written_at, len(way), row_id))
    return [tuple(row_id for _at, _depth, row_id in sorted(chain)) for chain in chains.values()]

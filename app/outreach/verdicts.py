"""What people decided about children who are not yet known: who is the same child as whom, and who is not."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from app.outreach.documents import Judged
from app.outreach.met_memory import KnownMet


def verdicts_of(known: Iterable[KnownMet]) -> dict[frozenset[UUID], Judged]:
    """Return the decisions about each two; both meetings keep them, and of two the later counts."""
    found: dict[frozenset[UUID], Judged] = {}
    for one in known:
        for judged in one.description.judged:
            pair = frozenset((one.row_id, judged.other))
            if pair not in found or found[pair].at < judged.at:
                found[pair] = judged
    return found


def same_children(known: Sequence[KnownMet]) -> list[list[KnownMet]]:
    """Return the descriptions as groups of one child each, in the order given: the first of a group stands for it."""
    group_of = {one.row_id: [one] for one in known}
    for pair, judged in verdicts_of(known).items():
        if not judged.is_same or not pair <= group_of.keys():
            continue
        one, other = (group_of[row_id] for row_id in pair)
        if one is not other:
            one.extend(other)
            group_of.update((member.row_id, one) for member in other)
    place = {one.row_id: number for number, one in enumerate(known)}
    groups = {id(group): group for group in group_of.values()}.values()
    ordered = [sorted(group, key=lambda one: place[one.row_id]) for group in groups]
    return sorted(ordered, key=lambda group: place[group[0].row_id])

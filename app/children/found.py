"""What the search box finds of children: by their names, and by what they look like."""

from collections.abc import Sequence
from heapq import nsmallest
from uuid import UUID

from app.access.scope import has
from app.children.finding import allowed_in, children_with_code, lines_of, matches_among, reachable_bases
from app.children.lines import ChildLine
from app.children.name_index import NamesOfBase, names_in
from app.foundation.chronology import CodedRecord
from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.name_matching.descriptions import Resemblance, asked_of
from app.name_matching.index import GOOD_SCORE
from app.offers.finding import Candidate, Findable, Tier
from app.unit_of_work import UnitOfWork


def coded_children(work: UnitOfWork, code: str) -> list[CodedRecord]:
    """Return the child with exactly this code, as far as this person may read the profile."""
    found = children_with_code(work, [code]) if has(work, Permission.PROFILE_READ) else []
    return [CodedRecord("child", N_("Child"), code, id_, child_id=id_) for id_ in found]


def _look_for(work: UnitOfWork, asked: str, *, at_most: int) -> list[Candidate]:
    bases = names_in(work, reachable_bases(work))
    found = [
        Candidate(
            match.subject,
            Tier.NAME if match.score >= GOOD_SCORE else Tier.FAINT_NAME,
            match.score,
            form=match.form,
        )
        for match in matches_among(work, bases, [asked], limit=at_most)
    ]
    for names in bases:
        found += _by_looks(work, names, asked, at_most)
    return found


def _by_looks(work: UnitOfWork, names: NamesOfBase, asked: str, at_most: int) -> list[Candidate]:
    names.read_missing_looks(work)
    allowed, known = allowed_in(work, names), names.known
    fitting = [
        one
        for one in names.looks.search(asked_of(asked))
        if one.subject in known and (allowed is None or one.subject in allowed)
    ]

    def place(one: Resemblance) -> tuple[int, float]:
        return -one.score, -known[one.subject].changed_at.timestamp()

    return [
        Candidate(one.subject, Tier.DESCRIPTION, one.score, known[one.subject].changed_at)
        for one in nsmallest(at_most, fitting, key=place)
    ]


def _show(work: UnitOfWork, found: Sequence[Candidate], *, locale: str) -> dict[UUID, ChildLine]:  # noqa: ARG001 - as every room shows
    forms = {one.record_id: one.form for one in found}
    return {line.id: line for line in lines_of(work, list(forms), forms)}


CHILDREN = Findable(kind="child", permission=Permission.PROFILE_READ, look_for=_look_for, show=_show)

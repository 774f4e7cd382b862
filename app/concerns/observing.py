"""Turns what was typed about something seen, heard or told into the document that is sealed."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.concerns.documents import CodedConcern, Observation
from app.foundation.errors import NotAllowedNow
from app.foundation.moments import MomentInput, known_moment
from app.foundation.text_cleaning import clean_lines, clean_text
from app.foundation.vocabulary.concern_degrees import ConcernDegree
from app.foundation.vocabulary.concern_kinds import STANDING, ConcernKind
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Observed:
    """What was typed. `source` is the person who saw it or told it, if not the writer; `signs` are the meeting's."""

    basis: EvidenceBasis
    words: str
    when: MomentInput
    coded: tuple[CodedConcern, ...] = ()
    place: str = ""
    involved: str = ""
    child_words: str = ""
    present: str = ""
    source: str = ""
    signs: str = ""


def observation_of(work: UnitOfWork, observed: Observed) -> Observation:
    """Return the observation to seal.

    Raises NotAllowedNow with `no-words`, `in-the-future` or `too-long-ago`.
    """
    words = clean_lines(observed.words)
    if not words:
        raise NotAllowedNow("no-words")
    moment = known_moment(observed.when, now=work.now)
    return Observation(
        basis=observed.basis,
        words=words,
        seen_at=moment.at,
        is_time_known=moment.is_time_known,
        coded=observed.coded,
        place=clean_text(observed.place),
        involved=clean_lines(observed.involved),
        child_words=clean_lines(observed.child_words),
        present=clean_text(observed.present),
        source=clean_text(observed.source),
        signs=clean_lines(observed.signs),
    )


def coded_concerns(
    *,
    at_risk_of: Iterable[ConcernKind],
    experiencing: Iterable[ConcernKind],
    situation: Iterable[ConcernKind],
) -> tuple[CodedConcern, ...]:
    """Return the codes chosen in three lists; a code for what is happening replaces the code for the risk of it."""
    happening = [kind for kind in experiencing if kind not in STANDING]
    threatening = [kind for kind in at_risk_of if kind not in STANDING and kind not in happening]
    return (
        *(CodedConcern(kind, ConcernDegree.EXPERIENCING) for kind in happening),
        *(CodedConcern(kind, ConcernDegree.AT_RISK_OF) for kind in threatening),
        *(CodedConcern(kind) for kind in situation if kind in STANDING),
    )

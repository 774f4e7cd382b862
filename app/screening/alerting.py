"""Raises a concern for rules that cannot wait, in the same step as the screening: nobody can forget it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from app.concerns.observing import Observed
from app.concerns.posting import ConcernInput, post_concern
from app.foundation.local_time import to_typed
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.urgencies import Urgency
from app.instruments.loading import ScreeningPack
from app.screening.documents import ScreeningSheet
from app.screening.lists import MetItem, RuleMet
from app.unit_of_work import UnitOfWork
from models.screening import Screening


def alert(
    work: UnitOfWork,
    row: Screening,
    pack: ScreeningPack,
    sheet: ScreeningSheet,
    alerting: Sequence[RuleMet],
    locale: str,
) -> UUID:
    """Post a concern that says which rules are met and why, in the language of whoever wrote the screening.

    Its clock, the inbox and Today are those of every concern. Raises what posting one raises.
    """
    items = _items_of(alerting)
    concern = ConcernInput(
        id=uuid4(),
        urgency=min((met.rule.urgency for met in alerting), key=list(Urgency).index),
        observed=Observed(
            basis=_basis_of(items),
            words="\n".join([*(met.rule.label.in_locale(locale) for met in alerting), sheet.words]),
            when=_typed(row.held_at, is_time_known=sheet.is_time_known),
            place=sheet.place,
            present=sheet.present,
            source=sheet.asked_by,
            signs="\n".join(_item_words(pack, each, locale) for each in items),
        ),
        base_id=row.base_id,
        child_id=row.child_id,
        is_before_birth=True,
    )
    return post_concern(work, concern).id


def _items_of(alerting: Sequence[RuleMet]) -> list[MetItem]:
    return list({each.item.id: each for met in alerting for each in met.because}.values())


def _basis_of(items: Sequence[MetItem]) -> EvidenceBasis:
    """Return the nearest way in which anything of it came to be known."""
    answers = {each.given.answer for each in items}
    return next((basis for basis in EvidenceBasis if basis.value in answers), EvidenceBasis.TOLD)


def _item_words(pack: ScreeningPack, met: MetItem, locale: str) -> str:
    labels = {answer.code: answer.label.in_locale(locale) for answer in pack.answers}
    said = f"{met.item.label.in_locale(locale)}: {labels[met.given.answer]}"
    return f"{said} · {met.given.words}" if met.given.words else said


def _typed(moment: datetime, *, is_time_known: bool) -> MomentInput:
    local = to_typed(moment)
    return MomentInput(local.date(), local.time() if is_time_known else None)

"""One meeting as read: what happened, which children, and whether somebody should be told about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.access.scope import has, visible
from app.children.names import ChildName, names_of
from app.foundation.errors import NotAllowedNow, Refused
from app.foundation.pack_files import BadPack
from app.foundation.permissions import Permission
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.folders import open_folder
from app.mistakes.states import MarkState, MarkView, marks_of
from app.outreach.before import Before, meeting_before
from app.outreach.children_met import is_fixed
from app.outreach.encounter_views import ChildMet, Met, open_met
from app.outreach.places import place_label
from app.outreach.shift_page import ShiftHead, shift_head
from app.outreach.signs import pack_of_account, rules_met
from app.outreach.teams import Mate, mates
from app.outreach.writing import require_correcting
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild
from models.shift import Shift


@dataclass(frozen=True)
class SignSeen:
    """One sign and how it came to be known, in the page's language."""

    label: str
    how: str


@dataclass(frozen=True)
class EncounterPage:
    """A meeting. `rules` are the sentences of the triage rules that match its signs, most urgent first."""

    met: Met
    shift: ShiftHead
    place: str
    signs: tuple[SignSeen, ...]
    rules: tuple[str, ...]
    names: Mapping[UUID, ChildName]
    changed_by: Mate | None
    may_correct: bool
    may_link: bool
    marks: MarkState
    own_ask: MarkView | None
    """What this person asked about it and may take back."""
    before: tuple[Before, ...] = ()


def encounter_page(work: UnitOfWork, encounter_id: UUID, *, locale: str) -> EncounterPage:
    """Return a meeting. Raises NotVisible, and NoKey when its folder does not open for this person."""
    row = visible(work, Encounter, encounter_id, Permission.SHIFT_READ)
    shift = visible(work, Shift, row.shift_id, Permission.SHIFT_READ)
    open_folder(work, row.folder_id)
    (met,) = open_met(work, [row])
    head = shift_head(work, shift)
    account, marks = met.account, marks_of(work, [row])[row.id]
    before = meeting_before(work, row, head.pack, locale)
    change = account.last_change if account is not None else None
    rules = sorted(rules_met(account), key=lambda rule: list(Urgency).index(rule.urgency))
    return EncounterPage(
        met=met,
        shift=head,
        place=place_label(account.place, head.pack, locale) if account is not None else "",
        signs=_signs(met, locale),
        rules=tuple(rule.label.in_locale(locale) for rule in rules),
        names=names_of(work, _named(met, before)),
        changed_by=mates(work, [change.by]).get(change.by) if change is not None else None,
        may_correct=_may_correct(work, row, shift),
        may_link=has(work, Permission.ENCOUNTER_LINK),
        marks=marks,
        own_ask=marks.own_ask(work.person.id),
        before=before,
    )


def _named(met: Met, before: Iterable[Before]) -> list[UUID]:
    """Return the records of the children whom a meeting names, or named before."""
    now = [child.child_id for child in met.children]
    return [id_ for id_ in (*now, *(id_ for each in before for id_ in each.named)) if id_ is not None]


def child_of(page: EncounterPage, row_id: UUID) -> ChildMet | None:
    """Return one child of a meeting."""
    return next((child for child in page.met.children if child.row_id == row_id), None)


def fixed_rows(work: UnitOfWork, met: Met) -> frozenset[UUID]:
    """Return the children of a meeting whose record a correction cannot change, because somebody else linked it."""
    encounter = work.session.get_one(Encounter, met.id)
    rows = [work.session.get_one(EncounterChild, child.row_id) for child in met.children]
    return frozenset(row.id for row in rows if is_fixed(row, encounter))


def _may_correct(work: UnitOfWork, row: Encounter, shift: Shift) -> bool:
    if not has(work, Permission.SHIFT_WRITE):
        return False
    try:
        require_correcting(work, row, shift)
    except (Refused, NotAllowedNow):
        return False
    return True


def _signs(met: Met, locale: str) -> tuple[SignSeen, ...]:
    """Return the signs in words; by their codes when the installation no longer has the pack."""
    account = met.account
    if account is None:
        return ()
    try:
        pack = pack_of_account(account)
    except BadPack:
        return tuple(SignSeen(sign.item, sign.answer) for sign in account.signs)
    items = {item.id: item.label.in_locale(locale) for item in pack.items}
    answers = {answer.code: answer.label.in_locale(locale) for answer in pack.answers}
    return tuple(
        SignSeen(items.get(sign.item, sign.item), answers.get(sign.answer, sign.answer))
        for sign in account.signs
    )

"""Writes down a screening and corrects it; what cannot wait is told to supervision in the same step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app.access.scope import require
from app.bases.known import zone_of
from app.children.births import refuse_before_birth
from app.children.children import check_base, visible_child
from app.foundation.day_meanings import DayMeaning
from app.foundation.document_cleaning import cleaned
from app.foundation.errors import AlreadyDone, Conflict, NotAllowedNow, Refused
from app.foundation.local_time import in_zone
from app.foundation.moments import KnownMoment, MomentInput, known_moment
from app.foundation.pack_files import BadPack
from app.foundation.permissions import Permission
from app.instruments.loading import ScreeningPack
from app.keyring.policy import FolderKind
from app.keyring.writing import FolderToWrite, folder_to_write, make_folder
from app.mistakes.earlier import keep_earlier
from app.mistakes.states import is_marked
from app.screening.alerting import alert
from app.screening.documents import Given, ScreeningSheet
from app.screening.lists import RuleMet, list_in_force, list_of, rules_met
from app.screening.scopes import locked_screening, open_case_id
from app.unit_of_work import UnitOfWork
from models.screening import Screening


@dataclass(frozen=True)
class ScreeningInput:
    """What is typed about one occasion. `pack_version` is the list's that the form showed, `locale` the page's."""

    when: MomentInput
    given: tuple[Given, ...]
    pack_version: int
    locale: str
    place: str = ""
    asked_by: str = ""
    present: str = ""
    words: str = ""
    is_our_own: bool = False


def write_screening(work: UnitOfWork, child_id: UUID, new_id: UUID, typed: ScreeningInput) -> None:
    """Write down what was seen, heard or told of a child. A rule that cannot wait raises a concern at once.

    Raises Refused, NotVisible, AlreadyDone for a form sent twice, ChangedOutside, or NotAllowedNow with
    `screening-empty`, `about-our-own`, `list-changed`, `answers-unknown`, `child-mistaken`, `before-born`,
    `before-any-birth` or what a moment that cannot be meant raises.
    """
    require(work, Permission.SCREENING_POST)
    earlier = work.session.get(Screening, new_id)
    if earlier is not None:
        if (earlier.written_by, earlier.child_id) != (work.person.id, child_id):
            raise Refused(Permission.SCREENING_POST.value)
        raise AlreadyDone(record_id=new_id)
    child = visible_child(work, child_id)
    check_base(work, child)
    pack = list_in_force()
    if typed.pack_version != pack.version:
        raise NotAllowedNow("list-changed")
    moment = _moment(work, child_id, child.base_id, typed)
    sheet, met = _sheet(pack, typed, moment)
    case_id = open_case_id(work, child_id, child.base_id)
    folder = make_folder(
        work, FolderKind.SCREENING, base_id=child.base_id, child_id=child_id, case_id=case_id
    )
    row = Screening(
        id=new_id,
        child_id=child_id,
        case_id=case_id,
        base_id=child.base_id,
        folder_id=folder.id,
        written_by=work.person.id,
        written_at=work.now,
        held_at=moment.at,
        pack_id=pack.id,
        pack_version=pack.version,
    )
    _store(work, folder, row, pack, sheet, [one for one in met if one.alerts], typed.locale)
    _record(work, "screening.written", row)


def correct_screening(work: UnitOfWork, screening_id: UUID, typed: ScreeningInput, *, version: int) -> None:
    """Correct a screening under the list it was answered with; what stood there before is kept.

    A rule that is met now and was not before raises a concern of its own; one that was raised stays, whatever is
    corrected. Raises as `write_screening` does, Conflict, and NotAllowedNow with `list-gone` or `written-by-mistake`.
    """
    row = locked_screening(work, screening_id, Permission.SCREENING_WRITE)
    folder = screening_folder(work, row)
    before = folder.read(row, ScreeningSheet)
    if row.version != version:
        raise Conflict(record=row.id, version=row.version)
    if is_marked(row):
        raise NotAllowedNow("written-by-mistake")
    pack = list_of(row.pack_id, row.pack_version)
    if pack is None or typed.pack_version != pack.version:
        raise NotAllowedNow("list-gone")
    moment = _moment(work, row.child_id, row.base_id, typed)
    sheet, met = _sheet(pack, typed, moment)
    sheet = replace(sheet, pack_sha256=before.pack_sha256, concerns=before.concerns)
    if (sheet, moment.at) == (before, row.held_at):
        raise AlreadyDone(record_id=row.id)
    known = {one.rule.id for one in _met_before(pack, before) if one.alerts}
    keep_earlier(work, folder, row, ScreeningSheet)
    row.held_at = moment.at
    anew = [one for one in met if one.alerts and one.rule.id not in known]
    _store(work, folder, row, pack, sheet, anew, typed.locale)
    _record(work, "screening.corrected", row)


def screening_folder(work: UnitOfWork, row: Screening) -> FolderToWrite:
    """Open the folder of a screening, to seal in it. Raises NoKey, KeyRefused."""
    return folder_to_write(
        work,
        FolderKind.SCREENING,
        row.folder_id,
        base_id=row.base_id,
        child_id=row.child_id,
        case_id=row.case_id,
    )


def _store(
    work: UnitOfWork,
    folder: FolderToWrite,
    row: Screening,
    pack: ScreeningPack,
    sheet: ScreeningSheet,
    alerting: Sequence[RuleMet],
    locale: str,
) -> None:
    with work.session.no_autoflush, in_zone(zone_of(work, row.base_id)):
        if alerting:
            row.concern_id = alert(work, row, pack, sheet, alerting, locale)
            sheet = replace(sheet, concerns=(*sheet.concerns, row.concern_id))
        folder.write(row, sheet)
    work.session.flush()


def _moment(work: UnitOfWork, child_id: UUID, base_id: UUID, typed: ScreeningInput) -> KnownMoment:
    with in_zone(zone_of(work, base_id)):
        moment = known_moment(typed.when, now=work.now, meaning=DayMeaning.DONE)
    refuse_before_birth(work, child_id, typed.when.on)
    return moment


def _sheet(
    pack: ScreeningPack, typed: ScreeningInput, moment: KnownMoment
) -> tuple[ScreeningSheet, tuple[RuleMet, ...]]:
    """Return what is sealed, and which rules it meets."""
    if typed.is_our_own:
        raise NotAllowedNow("about-our-own")
    sheet = cleaned(
        ScreeningSheet(
            given=typed.given,
            pack_sha256=pack.sha256,
            is_time_known=moment.is_time_known,
            place=typed.place,
            asked_by=typed.asked_by,
            present=typed.present,
            words=typed.words,
        )
    )
    if not sheet.given and not sheet.words:
        raise NotAllowedNow("screening-empty")
    try:
        return sheet, rules_met(pack, sheet)
    except BadPack:
        raise NotAllowedNow("answers-unknown") from None


def _met_before(pack: ScreeningPack, before: ScreeningSheet) -> tuple[RuleMet, ...]:
    try:
        return rules_met(pack, before)
    except BadPack:
        return ()


def _record(work: UnitOfWork, event: str, row: Screening) -> None:
    subjects = [row.id, row.child_id, *([row.concern_id] if row.concern_id else [])]
    work.record(event, subjects=subjects, folders=[row.folder_id], base_id=row.base_id, version=row.version)

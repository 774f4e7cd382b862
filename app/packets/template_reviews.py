"""Whether somebody who reads the language reviewed a version of the packet's template, as a director recorded it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select

from app.foundation.day_meanings import DayMeaning, refuse_unlikely
from app.foundation.errors import AlreadyDone, NotAllowedNow, Refused
from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.roles import Role
from app.foundation.text_cleaning import clean_lines, clean_text
from app.keyring.documents import sealed_in
from app.keyring.folders import Look, look_in, open_folders
from app.keyring.known_directory import directory_for
from app.keyring.root import folder_of_signing
from app.keyring.signed_words import once_stood_in, sign_words, were_signed
from app.packets.document import Translation
from app.packets.told import newest_review
from app.packets.wording import TEMPLATE_VERSIONS, Language
from app.staff.colleagues import names_of_staff
from app.unit_of_work import UnitOfWork
from app.vault.canonical import Part
from models.referral_packet import PacketFile
from models.template_review import TemplateReview

_LABEL: Final = "packet template review"


class Verdict(StrEnum):
    """Whether the version may be handed over."""

    FIT = "fit"
    NOT_FIT = "not_fit"


@sealed_in("template_review", "reviewer")
@dataclass(frozen=True)
class Reviewer:
    """Who read the template, and what they found."""

    name: str
    remark: str = ""


@dataclass(frozen=True)
class ReviewInput:
    """What is typed about a review of the version that is in use."""

    id: UUID
    reviewer: str
    on: date
    verdict: Verdict = Verdict.FIT
    remark: str = ""


@dataclass(frozen=True)
class ReviewView:
    """A signed verdict. `reviewer` is None when its words do not open; `is_changed` if they were changed outside."""

    template_version: str
    verdict: Verdict
    reviewed_on: date
    recorded_by: str
    recorded_at: datetime
    reviewer: Reviewer | None
    is_changed: bool


def translation_of(work: UnitOfWork, language: Language) -> Translation:
    """Tell whether the template that is in use in this language was reviewed; English is our own and needs none."""
    if language is Language.ENGLISH:
        return Translation.REVIEWED
    version = TEMPLATE_VERSIONS[language]
    found = _signed(work, version)
    # The trail knows of a verdict that was removed since: it may have been that the version is not fit.
    is_newest = bool(found) and found[-1].id == newest_review(work.session, version)
    is_fit = is_newest and found[-1].verdict == Verdict.FIT
    return Translation.REVIEWED if is_fit else Translation.DRAFT


def may_be_handed_over(file: PacketFile) -> bool:
    """Tell whether the pages of a file do not say that they are a draft translation."""
    return file.language == Language.ENGLISH or file.translation == Translation.REVIEWED


def reviews_page(work: UnitOfWork, language: Language = Language.KHMER) -> tuple[ReviewView, ...]:
    """Return the signed verdicts on the version in use, newest first."""
    rows = _signed(work, TEMPLATE_VERSIONS[language])[::-1]
    folders = open_folders(work, [row.folder_id for row in rows])
    names = names_of_staff(work, [row.recorded_by for row in rows])
    return tuple(_view(row, look_in(folders.get(row.folder_id), row, Reviewer), names) for row in rows)


def record_review(work: UnitOfWork, new: ReviewInput, language: Language = Language.KHMER) -> None:
    """Record, as a director, who reviewed the version in use; or that it turned out not to be fit.

    Raises Refused, AlreadyDone, NoKey, or NotAllowedNow with `reviewer-missing`, `reason-missing` or `in-the-future`.
    """
    if work.person.role is not Role.DIRECTOR:
        raise Refused(Permission.PACKET_EXPORT.value)
    if work.session.get(TemplateReview, new.id) is not None:
        raise AlreadyDone(record_id=new.id)
    words = Reviewer(clean_text(new.reviewer), clean_lines(new.remark))
    if not words.name:
        raise NotAllowedNow("reviewer-missing")
    if new.verdict is Verdict.NOT_FIT and not words.remark:
        raise NotAllowedNow("reason-missing")
    refuse_unlikely(DayMeaning.DONE, new.on, local_day(work.now))
    folder = folder_of_signing(work)
    row = TemplateReview(
        id=new.id,
        folder_id=folder.id,
        template_version=TEMPLATE_VERSIONS[language],
        verdict=new.verdict.value,
        reviewed_on=new.on,
        recorded_by=work.person.id,
        recorded_at=work.now,
    )
    row.signature = bytes.fromhex(sign_words(work, folder, _LABEL, *_words(row)))
    folder.write(row, words)
    work.session.flush()
    work.record(
        "packet.template_reviewed",
        subjects=[new.id],
        folders=[folder.id],
        template=row.template_version,
        verdict=row.verdict,
    )


def _signed(work: UnitOfWork, template_version: str) -> list[TemplateReview]:
    """Return the verdicts on a version that a director signed, oldest first: whoever exports needs no key for it."""
    query = select(TemplateReview).where(TemplateReview.template_version == template_version)
    rows = work.session.scalars(query.order_by(TemplateReview.recorded_at, TemplateReview.id)).all()
    directory = directory_for(work)
    return [
        row
        for row in rows
        if row.signature is not None
        and once_stood_in(directory, None, row.recorded_by, Role.DIRECTOR)
        and were_signed(
            directory, row.folder_id, _LABEL, *_words(row), by=row.recorded_by, signature=row.signature.hex()
        )
    ]


def _view(row: TemplateReview, found: Look[Reviewer], names: Mapping[UUID, str]) -> ReviewView:
    return ReviewView(
        template_version=row.template_version,
        verdict=Verdict(row.verdict),
        reviewed_on=row.reviewed_on,
        recorded_by=names.get(row.recorded_by, ""),
        recorded_at=row.recorded_at,
        reviewer=found.document,
        is_changed=found.is_changed,
    )


def _words(row: TemplateReview) -> tuple[Part, ...]:
    at = row.recorded_at.astimezone(UTC).isoformat()
    return row.id, row.template_version, row.verdict, row.reviewed_on.isoformat(), at

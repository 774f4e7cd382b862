"""Translates between the forms of a club and the clubs room: the choices, and what was chosen."""

import re
from datetime import date, time
from typing import Any
from uuid import UUID

from flask import request

from app.bases.known import known_bases
from app.children.origins import area_choices, pack_of
from app.clubs.documents import ClubPlan, Weekly
from app.clubs.leaders import who_may_lead
from app.clubs.making import ClubInput
from app.clubs.scopes import visible_club
from app.clubs.session_rows import Slot
from app.clubs.weekly import span_on
from app.foundation.day_meanings import FIRST_DAY, LAST_DAY
from app.foundation.errors import NotVisible
from app.foundation.marking import N_
from app.foundation.vocabulary.club_kinds import ClubKind
from app.unit_of_work import UnitOfWork
from forms.club import ClubForm, LeaderForm, MoveClubForm, NewClubForm, SessionTimeForm
from forms.fields import is_blank
from views.web.form_reading import uuid_or_none
from views.web.language import page_language

_WHEN = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d{4})-(\d{4})", re.ASCII)


def offer_areas(work: UnitOfWork, form: ClubForm | MoveClubForm, base_id: UUID | None) -> None:
    """Offer the areas of the base's pack."""
    form.area.choices = [("", N_("Not known")), *area_choices(pack_of(work, base_id), page_language())]


def offer_base(work: UnitOfWork, form: NewClubForm) -> None:
    """Ask for the base only where the person has none."""
    if work.person.base_id is not None:
        del form.base_id
        return
    form.base_id.choices = [
        ("", N_("Choose the base")),
        *((str(one.id), one.name) for one in known_bases(work)),
    ]


def asked_base(work: UnitOfWork, form: NewClubForm) -> UUID | None:
    """Return the base the club will belong to, if it is known yet."""
    return uuid_or_none(form.base_id.data) if "base_id" in form else work.person.base_id


def club_from(form: ClubForm) -> ClubInput:
    """Read a club from a valid form; rows in which nothing is written are left out."""
    rows = [row.form for row in form.weekly if not is_blank(row.form)]
    weekly = tuple(
        Weekly(int(row.day.data), f"{row.begins.data:%H:%M}", f"{row.ends.data:%H:%M}")
        for row in rows
        if row.begins.data is not None and row.ends.data is not None
    )
    return ClubInput(
        form.name.data or "",
        form.place.data or "",
        form.area.data or "",
        weekly,
        form.capacity.data,
        ClubKind(form.kind.data),
    )


def club_fields(plan: ClubPlan | None, version: int) -> dict[str, Any]:
    """Return what a form shows of a club."""
    if plan is None:
        return {"version": version}
    place = plan.places[-1] if plan.places else None
    return {
        "version": version,
        "kind": plan.kind.value,
        "name": plan.name,
        "place": place.words if place is not None else "",
        "area": place.area if place is not None else "",
        "weekly": [
            {
                "day": str(each.weekday),
                "begins": time.fromisoformat(each.begins),
                "ends": time.fromisoformat(each.ends),
            }
            for each in plan.weekly
        ],
        "capacity": plan.capacity,
    }


def offer_leaders(work: UnitOfWork, form: LeaderForm, base_id: UUID) -> None:
    """Offer the people of the base who may lead a club."""
    form.person.choices = [
        ("", N_("Choose a colleague")),
        *((str(one.id), f"{one.name} · {one.worker_code}") for one in who_may_lead(work, base_id)),
    ]


def slot_of(work: UnitOfWork, base_id: UUID, form: SessionTimeForm) -> Slot:
    """Return the moments that a valid form gives; the times are those of the club's base."""
    if form.on.data is None or form.begins.data is None or form.ends.data is None:
        raise ValueError("read from a form that was not checked")
    return Slot(*span_on(work, base_id, form.on.data, form.begins.data, form.ends.data))


def slot_named(work: UnitOfWork, club_id: UUID, when: str) -> Slot:
    """Return the session that an address names by its day and times (2026-11-30-1400-1600); 404 for any other words.

    They stand in the path, because a form that is kept is given back at its path. Raises NotVisible.
    """
    club, found = visible_club(work, club_id), _WHEN.fullmatch(when)
    if found is None:
        raise NotVisible("club_session")
    try:
        day, begins, ends = (
            date.fromisoformat(found[1]),
            time.fromisoformat(found[2]),
            time.fromisoformat(found[3]),
        )
    except ValueError:
        raise NotVisible("club_session") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise NotVisible("club_session")
    return Slot(*span_on(work, club.base_id, day, begins, ends))


def slot_asked(work: UnitOfWork, club_id: UUID) -> Slot | None:
    """Return the session that somebody chose by its day and times; None if they chose none. Raises NotVisible."""
    club = visible_club(work, club_id)
    form = SessionTimeForm(request.args)
    return slot_of(work, club.base_id, form) if form.validate() else None

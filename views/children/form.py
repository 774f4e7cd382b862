"""Translates between the forms about a child and the children room."""

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext

from app.child_page.first_day import record_before_birth
from app.children.ages import AgeInput, age_from, typed_age
from app.children.children import ChildInput
from app.children.documents import Age, ChildProfile, Guardian
from app.children.duplicates import LikelySame
from app.children.listing import Asked, base_lines
from app.children.name_index import Order
from app.children.origins import area_choices, pack_of
from app.children.wording import nicknames_from
from app.foundation.errors import NotAllowedNow
from app.foundation.marking import N_, Worded
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.sexes import Sex
from app.outreach.met_since import met_since
from app.unit_of_work import UnitOfWork
from forms.child import ChildFilterForm, EditChildForm, NewChildForm, ProfileForm
from views.web.form_reading import uuid_or_none
from views.web.language import page_language
from views.web.matching import document_from, fields_of

MOST_CONSIDERED = 50
RECORDED_BEFORE = N_("The child would have been born after this is recorded: %(what)s, %(day)s.")


def offer(work: UnitOfWork, form: ProfileForm, *, base_id: UUID | None) -> None:
    """Give a form the choices that depend on the base."""
    pack = pack_of(work, base_id)
    form.offer_areas(area_choices(pack, page_language()))
    form.offer_languages(tuple(pack.languages) if pack else ())


def offer_bases(work: UnitOfWork, form: NewChildForm) -> None:
    """Ask for the base only if the person could mean several."""
    if work.person.base_id is not None:
        del form.base_id
        return
    bases = [(str(base.id), base.name) for base in base_lines(work)]
    form.base_id.choices = [("", N_("Choose a base")), *bases] if len(bases) > 1 else bases


def asked_base(work: UnitOfWork, form: NewChildForm) -> UUID | None:
    """Return the base the child will belong to, if it is known yet."""
    return uuid_or_none(form.base_id.data) if "base_id" in form else work.person.base_id


def new_child_from(work: UnitOfWork, form: NewChildForm, *, today: date) -> ChildInput:
    """Read a new child. The children shown count as considered only once somebody said that this is another child."""
    seen = (uuid_or_none(text) for text in (form.considered.data or "").split(",")[:MOST_CONSIDERED])
    return ChildInput(
        id=form.record_id.data,
        profile=profile_from(form, today=today, kept=None),
        base_id=asked_base(work, form),
        considered=tuple(id_ for id_ in seen if id_) if form.another.data else (),
    )


def profile_from(form: ProfileForm, *, today: date, kept: Age | None) -> ChildProfile:
    """Read a profile. An age that nobody changed stays as it was `kept`. Raises NotAllowedNow about ages."""
    spoken = (*(form.languages.data or ()), *(form.more_languages.data or ()))
    typed = document_from(form, AgeInput, low=form.age_low, high=form.age_high, basis=form.age_basis)
    guardian = document_from(
        form,
        Guardian,
        name=form.guardian_name,
        number=form.guardian_number,
        relation=form.guardian_relation,
        safe=form.guardian_safe,
    )
    return document_from(
        form,
        ChildProfile,
        nicknames=nicknames_from(form.nicknames.data or ""),
        age=age_from(typed, today, kept=kept),
        languages=tuple(Language(code) for code in spoken),
        guardian=guardian,
        row_version=1,
    )


def ask_if_recorded_before(
    work: UnitOfWork, child_id: UUID, form: EditChildForm, profile: ChildProfile, kept: Age | None
) -> ChildProfile:
    """Return the profile. Its age, if it is another now, is asked about where something is recorded of an earlier day.

    Raises NotAllowedNow (`records-before-birth`), with the earliest record beside the field it is about.
    """
    if profile.age in (None, kept) or form.is_after_records.data:
        return profile
    first = record_before_birth(work, child_id, profile.age)
    if first is not None:
        field = form.born_on if form.born_on.data else form.age_low
        field.errors = [*field.errors, Worded(RECORDED_BEFORE, what=gettext(first.title), day=first.day)]
        raise NotAllowedNow("records-before-birth")
    return profile


def profile_fields(profile: ChildProfile, today: date) -> dict[str, Any]:
    """Return what a form shows of a profile."""
    age, guardian = typed_age(profile.age, today), profile.guardian
    return fields_of(
        profile,
        nicknames=", ".join(profile.nicknames),
        age_low=age.low,
        age_high=age.high,
        age_basis=age.basis.value,
        animal=age.animal.value if age.animal else "",
        born_on=age.born_on,
        more_languages=[language.value for language in profile.languages],
        guardian_name=guardian.name,
        guardian_number=guardian.number,
        guardian_relation=guardian.relation.value,
        guardian_safe=guardian.safe.value,
    )


def ask_if_another(form: NewChildForm, new: ChildInput, likely: list[LikelySame]) -> None:
    """Make the form ask for a second step: the children shown are others, save this one."""
    form.considered.process_data(",".join(str(id_) for id_ in (*new.considered, *(one.id for one in likely))))


def offer_filter(work: UnitOfWork, form: ChildFilterForm) -> None:
    """Offer the bases a person may choose from, if there are several."""
    form.base.choices = [("", N_("All bases")), *((str(base.id), base.name) for base in base_lines(work))]


def asked_for(work: UnitOfWork, form: ChildFilterForm, *, page: int) -> Asked:
    """Read a list's filter and order."""
    day = form.met_since.data
    return Asked(
        page=page,
        order=Order(form.order.data),
        base_id=uuid_or_none(form.base.data),
        sex=Sex(form.sex.data) if form.sex.data else None,
        age_from=form.ages[0],
        age_to=form.ages[1],
        met=met_since(work, day) if day else None,
    )

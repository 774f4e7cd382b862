"""Reads the forms about a family, and gives them the choices that depend on it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wtforms import Field, Form

from app.children.finding import children_meant_by
from app.children.listing import base_lines
from app.children.names import ChildName, names_of
from app.families.beginning import TakenAlong
from app.families.documents import HouseholdProfile, MemberWords
from app.families.household_page import HouseholdPage
from app.families.households import HouseholdInput
from app.families.listing import FamilyFilter, Order, Which
from app.families.member_views import MemberView
from app.families.members import MemberInput
from app.foundation.errors import NotAllowedNow, NotVisible
from app.foundation.marking import N_
from app.foundation.typed_codes import codes_meant
from app.unit_of_work import UnitOfWork
from forms.families import FamilyFilterForm, NewFamilyForm
from forms.family_members import MemberForm
from views.families.words import line_of
from views.web.form_reading import uuid_or_none
from views.web.matching import document_from


def asked_families(form: FamilyFilterForm) -> FamilyFilter:
    """Read the filter and order of the list."""
    return FamilyFilter(
        which=Which(form.which.data),
        base_id=uuid_or_none(form.base.data),
        code=form.code.data or "",
        order=Order(form.order.data),
    )


def offer_bases(
    work: UnitOfWork, field: Any, new: NewFamilyForm | None = None, child: ChildName | None = None
) -> None:
    """Offer the bases somebody could mean. A new family's form asks only if there are several, and no child says it."""
    if new is not None and (work.person.base_id is not None or child is not None):
        del new.base_id
        return
    bases = [(str(base.id), base.name) for base in base_lines(work)]
    first = (
        [] if new is not None and len(bases) == 1 else [("", N_("Choose a base") if new else N_("All bases"))]
    )
    field.choices = [*first, *bases]


def child_taken_along(work: UnitOfWork, form: NewFamilyForm) -> ChildName | None:
    """Return the child whom the form carries, to be shown on it. Raises NotVisible for one out of reach."""
    child_id = form.child_id.data
    if child_id is None:
        return None
    found = names_of(work, [child_id]).get(child_id)
    if found is None:
        raise NotVisible("child")
    return found


def taken_along(form: NewFamilyForm) -> TakenAlong | None:
    """Return the child with whom the family begins."""
    child_id = form.child_id.data
    return TakenAlong(child_id, form.is_beside_others.data) if child_id is not None else None


def new_family_from(work: UnitOfWork, form: NewFamilyForm) -> HouseholdInput:
    """Return the new family that a valid form describes."""
    base_id = uuid_or_none(form.base_id.data) if "base_id" in form else work.person.base_id
    return HouseholdInput(document_from(form, HouseholdProfile, closed_why=""), base_id)


def member_from(work: UnitOfWork, form: MemberForm, known: MemberView | None) -> MemberInput:
    """Return what a valid form says of somebody. Raises NotAllowedNow (`no-such-child`)."""
    before = known.words if known is not None else None
    words = document_from(form, MemberWords, left_because=before.left_because if before else "")
    child_id = known.child_id if known is not None else _child_with(work, form)
    why = form.why.data or "" if "why" in form else ""
    return document_from(form, MemberInput, words=words, child_id=child_id, why=why)


def _child_with(work: UnitOfWork, form: MemberForm) -> UUID | None:
    typed = (form.child_code.data or "").strip()
    if not typed:
        return None
    found = children_meant_by(work, codes_meant(typed))
    if len(found) != 1:
        raise NotAllowedNow("no-such-child")
    return found[0]


def offer_people(
    field: Any, people: Iterable[MemberView], *, first: tuple[tuple[str, str], ...] = ()
) -> None:
    """Offer people of a family, each by what tells them from the others."""
    field.choices = [*first, *((str(one.id), line_of(one)) for one in people)]


def code_of_child(work: UnitOfWork, child_id: UUID | None) -> str:
    """Return the code of the child from whose page somebody came; empty for one out of reach."""
    if child_id is None:
        return ""
    found = names_of(work, [child_id]).get(child_id)
    return found.code if found is not None else ""


def person_of(page: HouseholdPage, member_id: UUID) -> MemberView:
    """Return one of a family's people who count. Raises NotVisible."""
    for one in (*page.now, *page.earlier):
        if one.id == member_id and one.words is not None:
            return one
    raise NotVisible("household_member")


def without(form: Form, *fields: Field) -> None:
    """Take fields out of a form that asks less."""
    for field in fields:
        del form[field.short_name]

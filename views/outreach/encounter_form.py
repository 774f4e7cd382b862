"""Between the form of a meeting and the outreach room: what may be chosen, who was found, what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request

from app.children.lines import ChildLine
from app.children.names import ChildName
from app.foundation.errors import NotAllowedNow
from app.foundation.marking import N_
from app.outreach.documents import Account, ChildDescription, MetChildInput, Sign
from app.outreach.places import joined, place_from, place_key, short_label
from app.outreach.signs import answers_of
from app.outreach.writing import EncounterInput
from app.outreach.writing_page import WritingPage, chosen_children, found_children
from app.unit_of_work import UnitOfWork
from forms.encounter import ChildMetForm, EncounterForm
from views.outreach.shift_form import hour_of
from views.web.language import page_language
from views.web.matching import document_from
from views.web.reasons import reason_words


@dataclass(frozen=True)
class Row:
    """One child's part of the form, and the records that may be chosen for it.

    `is_searched`: a name was looked for. `is_fixed`: somebody else linked the child, so the form does not ask.
    `is_next`: the last step was about this child, so reading goes on here.
    """

    form: ChildMetForm
    options: tuple[ChildLine | ChildName, ...]
    is_searched: bool
    is_fixed: bool
    is_next: bool


def fresh_fields(page: WritingPage) -> dict[str, Any]:
    """Return what the form of a new meeting begins with: the last place, this moment, the writer as witness."""
    return {
        "place": place_key(page.last_place) if page.last_place is not None else "",
        "met": page.met_at,
        "witness": str(page.witness_id or ""),
    }


def met_fields(page: WritingPage) -> dict[str, Any]:
    """Return what the form of a meeting begins with that is there already."""
    met = page.met
    if met is None or met.account is None:
        return fresh_fields(page)
    account = met.account
    return fresh_fields(page) | {
        "version": met.version,
        "place": place_key(account.place),
        "count": str(len(met.children)),
        "urgency": met.marked.value if met.marked is not None else "",
        "children": [
            _child_fields(child.row_id, child.child_id, child.description) for child in met.children
        ],
        "company": [one.value for one in account.company],
        "company_words": account.company_words,
        "signs": answers_of(account.signs),
        "needs_met": [need.value for need in account.needs_met],
        "actions": [action.value for action in account.actions],
        "words": account.words,
    }


def _child_fields(row_id: UUID, child_id: UUID | None, described: ChildDescription | None) -> dict[str, Any]:
    described = described or ChildDescription()
    return {
        "row_id": row_id,
        "known": child_id,
        "sex": described.sex.value,
        "age": described.age.value,
        "words": described.words,
    }


def offer(form: EncounterForm, page: WritingPage) -> None:
    """Give the form what may be chosen on this shift, but for the places."""
    team = [(str(mate.id), f"{mate.name} · {mate.code}") for mate in page.team]
    form.offer(
        team=team if page.witness_id is not None else [("", N_("Choose who saw it")), *team],
        items=[item.id for item in page.pack.items],
        answers=[answer.code for answer in page.pack.answers],
    )


def offer_places(form: EncounterForm, page: WritingPage) -> None:
    """Give the form the places of this shift."""
    locale = page_language()
    form.offer_places(
        [(place_key(place), short_label(place, page.shift.pack, locale)) for place in page.places]
    )


def took_a_step(form: EncounterForm) -> bool:
    """Tell whether the form was sent to add a child or find one, and not to be saved; make room for the child."""
    if "add" in request.form:
        form.add_child()
        return True
    return "find" in request.form


def rows_of(work: UnitOfWork, form: EncounterForm, page: WritingPage) -> list[Row]:
    """Return each child's part of the form with the records to choose from: the chosen one, and those found."""
    parts: list[ChildMetForm] = [entry.form for entry in form.children]
    names = chosen_children(work, (part.known.data for part in parts))
    next_one = str(len(parts) - 1) if "add" in request.form else request.form.get("find", "")
    return [
        _row(work, part, names.get(part.known.data), page, is_next=str(index) == next_one)
        for index, part in enumerate(parts)
    ]


def _row(
    work: UnitOfWork, part: ChildMetForm, chosen: ChildName | None, page: WritingPage, *, is_next: bool
) -> Row:
    is_searched = request.method == "POST" and bool(part.find.data)
    found = found_children(work, part.find.data or "") if is_searched else ()
    others = [line for line in found if chosen is None or line.id != chosen.id]
    options = ([chosen] if chosen is not None else []) + others
    return Row(part, tuple(options), is_searched, part.row_id.data in page.fixed, is_next)


def refuse_open_choices(rows: Iterable[Row]) -> None:
    """Raise NotAllowedNow (`choose-below`) for a name that was typed while no child was chosen, and would be lost."""
    open_questions = [row for row in rows if row.form.find.data and row.form.known.data is None]
    for row in open_questions:
        row.form.find.errors = [*row.form.find.errors, reason_words("choose-below")]
    if open_questions:
        raise NotAllowedNow("choose-below")


def typed_encounter(form: EncounterForm) -> EncounterInput:
    """Read what was typed."""
    children = [entry.form for entry in form.children]
    removed = frozenset(part.row_id.data for part in children if part.removed.data and part.row_id.data)
    account = document_from(
        form,
        Account,
        place=joined(place_from(form.place.data or ""), form.place_words.data or ""),
        signs=tuple(Sign(item, answer) for item, answer in form.signs.data.items()),
        pack="",
        pack_version=0,
        last_change=None,
    )
    return document_from(
        form,
        EncounterInput,
        met=hour_of(form.met),
        account=account,
        count=int(form.count.data),
        children=tuple(_typed_child(part) for part in children if not part.removed.data),
        witness_id=form.witness,
        removed=removed,
    )


def _typed_child(part: ChildMetForm) -> MetChildInput:
    described = document_from(part, ChildDescription, position=0)
    return document_from(part, MetChildInput, description=described, child_id=part.known)

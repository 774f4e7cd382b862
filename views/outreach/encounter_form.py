"""Translates between a meeting's form and the outreach room: the choices, the search results, the typed values."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request

from app.children.lines import ChildLine
from app.children.names import ChildName
from app.finding.by_code import CHILD
from app.foundation.errors import NotAllowedNow
from app.foundation.marking import N_
from app.outreach.documents import Account, ChildDescription, MetChildInput, Sign
from app.outreach.places import joined, place_from, place_key, short_label
from app.outreach.signs import answers_of
from app.outreach.writing import EncounterInput
from app.outreach.writing_page import WritingPage, chosen_children, found_children
from app.unit_of_work import UnitOfWork
from forms.encounter import ChildMetForm, EncounterForm
from views.children.choosing import follow_search, refuse_another
from views.outreach.shift_form import day_choices, day_chosen, hour_of
from views.web.form_reading import uuid_or_none
from views.web.language import page_language
from views.web.matching import document_from
from views.web.reasons import reason_words
from views.web.typed_codes import say_what_it_is


@dataclass(frozen=True)
class Row:
    """One child's part of the form, and the records that may be chosen for it.

    `is_searched`: a name was searched for. `is_fixed`: somebody else linked the child, so the form does not ask.
    `is_next`: the last step was about this child, so the page continues here.
    """

    form: ChildMetForm
    options: tuple[ChildLine | ChildName, ...]
    is_searched: bool
    is_fixed: bool
    is_next: bool


def fresh_fields(page: WritingPage) -> dict[str, Any]:
    """Return the initial values of a new meeting's form: the last place, this moment, the writer as witness.

    A child whose page led here is chosen already; the form offers only children its reader may see.
    """
    asked = uuid_or_none(request.args.get("child"))
    return {
        "children": [{"known": asked}] if asked is not None else [],
        "place": place_key(page.last_place) if page.last_place is not None else "",
        "met": page.met_at,
        "met_on": page.met_on.isoformat() if page.met_on is not None and page.days else "",
        "witness": str(page.witness_id or ""),
    }


def met_fields(page: WritingPage) -> dict[str, Any]:
    """Return the initial values of an existing meeting's form."""
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
    """Give the form the choices for this shift, except the places."""
    team = [(str(mate.id), f"{mate.name} · {mate.code}") for mate in page.team]
    form.offer_days(day_choices(page.days))
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
    """Tell whether the form was sent to add or find a child, not to be saved; make room for the child."""
    if "add" in request.form:
        form.add_child()
        return True
    return "find" in request.form


def rows_of(work: UnitOfWork, form: EncounterForm, page: WritingPage) -> list[Row]:
    """Return each child's part of the form with the records to choose from: the chosen one, and search results."""
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
    if is_searched and not found:
        say_what_it_is(work, part.find, wanted=CHILD)
    if is_searched and follow_search(part.find, part.found_by, chosen, found):
        part.known.data = None
    others = [line for line in found if chosen is None or line.id != chosen.id]
    options = ([chosen] if chosen is not None else []) + others
    return Row(part, tuple(options), is_searched, part.row_id.data in page.fixed, is_next)


def refuse_open_choices(work: UnitOfWork, form: EncounterForm) -> None:
    """Raise NotAllowedNow if what was typed to find a child would be lost.

    `choose-below`: a name was typed, and no child chosen. `typed-another`: something else was typed since.
    """
    parts: list[ChildMetForm] = [entry.form for entry in form.children if not entry.form.removed.data]
    open_questions = [part for part in parts if part.find.data and part.known.data is None]
    for part in open_questions:
        part.find.errors = [*part.find.errors, reason_words("choose-below")]
    if open_questions:
        raise NotAllowedNow("choose-below")
    names = chosen_children(work, (part.known.data for part in parts if part.find.data))
    for part in parts:
        chosen = names.get(part.known.data)
        refuse_another(part.find, part.found_by, chosen.code if chosen else None)


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
        met_on=day_chosen(form.met_on),
        account=account,
        count=int(form.count.data),
        children=tuple(_typed_child(part) for part in children if not part.removed.data),
        witness_id=form.witness,
        removed=removed,
    )


def _typed_child(part: ChildMetForm) -> MetChildInput:
    described = document_from(part, ChildDescription, position=0, judged=())
    return document_from(part, MetChildInput, description=described, child_id=part.known)

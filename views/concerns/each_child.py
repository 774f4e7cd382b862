"""Translates the form of a concern about several children: what it begins with, whom it finds, what was typed."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import format_datetime, gettext
from wtforms import Field

from app.access.scope import has
from app.children.finding import picker
from app.children.lines import ChildLine
from app.children.names import ChildName, names_of
from app.concerns.chains import chains_of
from app.concerns.concern_page import ConcernPage
from app.concerns.documents import Observation
from app.concerns.excerpts import is_excerpt
from app.concerns.for_each_child import ForChild
from app.finding.by_code import CHILD
from app.foundation.errors import AlreadyDone, NoKey, NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.foundation.text_cleaning import clean_lines
from app.outreach.encounter_page import EncounterPage, encounter_page
from app.outreach.linking import link_child
from app.unit_of_work import UnitOfWork
from forms.concern import ForChildForm, ForEachChildForm
from views.children.choosing import follow_search, refuse_another
from views.outreach.encounter_words import looks
from views.web.language import page_language
from views.web.matching import document_from
from views.web.reasons import reason_words
from views.web.typed_codes import say_what_it_is

FEWEST = 2
WHEN = "d MMM y, HH:mm"
SHOWN = 60
"""How many characters of a child's words stand beside the box to tick."""


@dataclass(frozen=True)
class Row:
    """One child's part of the form, and the records that may be chosen for it."""

    form: ForChildForm
    options: tuple[ChildLine | ChildName, ...]
    is_searched: bool


def is_finding() -> bool:
    """Tell whether the form was sent only to find a child."""
    return request.method == "POST" and "find" in request.form


def first_rows(work: UnitOfWork, page: ConcernPage) -> list[dict[str, Any]]:
    """Return what the form begins with: the children of the meeting it came from, each by themselves, or two."""
    seen = page.observation
    if request.method == "POST" or seen is None:
        return []
    meeting = _meeting(work, page.encounter_id)
    met = [
        {"row_id": child.row_id, "known": child.child_id, "child_words": looks(child.description)}
        for child in (meeting.met.children if meeting else ())
    ]
    there: list[dict[str, Any]] = met if len(met) >= FEWEST else [{} for _one in range(FEWEST)]
    return [_words(seen) | each for each in there]


def _words(seen: Observation) -> dict[str, Any]:
    return {"words": seen.words, "involved": seen.involved, "present": seen.present}


def offer_words(form: ForEachChildForm, page: ConcernPage) -> None:
    """Offer each child what children said, because whoever heard it knows who said it; begin a new row as the first.

    Of words that were corrected, the last are offered: they stand for all.
    """
    there = {each.id: each.document for each in page.disclosures if each.document is not None}
    marked = {each.id for each in page.disclosures if each.marks.is_marked}
    chains = chains_of({id_: (words.corrects_id, words.written_at) for id_, words in there.items()})
    counting = [[id_ for id_ in chain if id_ not in marked] for chain in chains]
    last = [(chain[-1], there[chain[-1]]) for chain in counting if chain]
    said = [
        (str(id_), f"{format_datetime(words.heard_at, WHEN)} · {words.words[:SHOWN]}") for id_, words in last
    ]
    for entry in form.children:
        part: ForChildForm = entry.form
        part.said.choices = said
        if page.observation is not None and request.method == "POST" and not part.words.raw_data:
            part.process(data=_words(page.observation))


def child_rows(work: UnitOfWork, form: ForEachChildForm, page: ConcernPage) -> list[Row]:
    """Return each child's part with the records to choose from: the chosen one, and those found."""
    offer_words(form, page)
    parts: list[ForChildForm] = [entry.form for entry in form.children]
    names = _names(work, parts)
    return [_row(work, part, names.get(part.known.data)) for part in parts]


def _names(work: UnitOfWork, parts: list[ForChildForm]) -> Mapping[UUID, ChildName]:
    return names_of(work, [part.known.data for part in parts if part.known.data])


def typed(work: UnitOfWork, form: ForEachChildForm, page: ConcernPage) -> tuple[ForChild, ...]:
    """Read what was typed. What is wrong with a child's part stands beside its field.

    A part for which no child was looked for is one too many, and is left out. Raises NotAllowedNow with
    `choose-child`, `typed-another`, `child-named-twice`, `no-words` or `not-in-the-original`.
    """
    parts: list[ForChildForm] = [entry.form for entry in form.children]
    names = _names(work, parts)
    for part in parts:
        chosen = names.get(part.known.data)
        refuse_another(part.find, part.found_by, chosen.code if chosen else None)
    wrong = [reason for part in parts for reason in _wrong(part, parts, page.observation)]
    if wrong:
        raise NotAllowedNow(wrong[0])
    return tuple(
        document_from(part, ForChild, child_id=part.known) for part in parts if part.known.data is not None
    )


def _wrong(part: ForChildForm, parts: list[ForChildForm], seen: Observation | None) -> Iterator[str]:
    """Yield what is wrong with a child's part, and write it beside the field."""
    child_id = part.known.data
    found: list[tuple[Field, str]] = []
    if child_id is None and (part.find.data or part.row_id.data):
        found.append((part.find, "choose-child"))
    if child_id is not None and [each.known.data for each in parts].count(child_id) > 1:
        found.append((part.find, "child-named-twice"))
    if child_id is not None and not (part.words.data or "").strip():
        found.append((part.words, "no-words"))
    if child_id is not None and seen is not None:
        pairs = ((part.words, seen.words), (part.involved, seen.involved), (part.present, seen.present))
        found += [
            (field, "not-in-the-original")
            for field, whole in pairs
            if not is_excerpt(clean_lines(field.data or ""), whole)
        ]
    for field, reason in found:
        number = parts.index(part) + 1
        field.label.text = gettext(
            "Child %(number)s: %(field)s", number=number, field=gettext(field.label.text)
        )
        field.errors = [*field.errors, reason_words(reason)]
        yield reason


def link_in_meeting(work: UnitOfWork, encounter_id: UUID | None, form: ForEachChildForm) -> None:
    """Link the unknown children of the meeting to the records chosen for them, as far as this person may."""
    if encounter_id is None or not has(work, Permission.ENCOUNTER_LINK):
        return
    for entry in form.children:
        part: ForChildForm = entry.form
        if part.row_id.data is not None and part.known.data is not None:
            # The meeting may name this child already.
            with suppress(NotAllowedNow, AlreadyDone, NotVisible, NoKey):
                link_child(work, encounter_id, part.row_id.data, part.known.data)


def _row(work: UnitOfWork, part: ForChildForm, chosen: ChildName | None) -> Row:
    query = (part.find.data or "") if request.method == "POST" else ""
    lines = picker(work, query) if query else ()
    if query and not lines:
        say_what_it_is(work, part.find, wanted=CHILD)
    if query and follow_search(part.find, part.found_by, chosen, lines):
        part.known.data = None
    found = [line for line in lines if chosen is None or line.id != chosen.id]
    return Row(part, (*([chosen] if chosen else []), *found), bool(query))


def _meeting(work: UnitOfWork, encounter_id: UUID | None) -> EncounterPage | None:
    if encounter_id is None or not has(work, Permission.SHIFT_READ):
        return None
    try:
        return encounter_page(work, encounter_id, locale=page_language())
    except (NotVisible, NoKey):
        return None

"""Translates between the form of a register and the clubs room: its rows, its new children, what was found."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask import request

from app.children.children import ChildInput
from app.children.documents import Age, ChildProfile
from app.children.duplicates import LikelySame, likely_same_children
from app.children.lines import ChildLine
from app.children.wording import script_language
from app.clubs.merging import DETAILS, Said
from app.clubs.register_page import RegisterPage, found_children
from app.clubs.registers import RegisterInput
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day
from app.foundation.vocabulary.age_bases import AgeBasis
from app.foundation.vocabulary.sexes import Sex
from app.unit_of_work import UnitOfWork
from forms.fields import is_blank
from forms.register import ANOTHER, NewInClubForm, PaperForm, RegisterForm
from views.web.form_reading import read_form, uuid_or_none

MOST_SENT = 500
TYPED_DETAILS = tuple(name for name in DETAILS if name != "had_meal")
"""What is typed of each child in a box; the meal is ticked."""


@dataclass(frozen=True)
class NewRow:
    """A new child's part of the form, and the children who may be the same, of those who have no row on the page.

    `is_asked`: somebody called alike is known, with a row or without.
    """

    form: NewInClubForm
    likely: tuple[LikelySame, ...]
    is_asked: bool


def sent_children() -> list[UUID]:
    """Return the children that the form which was sent has on its page: those shown before, and those ticked."""
    texts = [*request.form.getlist("shown"), *request.form.getlist("here"), *_known(request.form)]
    return [id_ for id_ in map(uuid_or_none, texts[:MOST_SENT]) if id_ is not None]


def _known(sent: Any) -> list[str]:
    return [sent[name] for name in sent if name.startswith("new-") and name.endswith("-known")]


def register_form(work: UnitOfWork, page: RegisterPage) -> RegisterForm:
    """Return the form of a register: as it was sent, or filled from what is written."""
    before = _fields(page)
    form = read_form(work, RegisterForm, **before)
    form.offer({row.line.id: called(row.line) for row in page.rows}, before)
    name_new_rows(form)
    return form


def name_new_rows(form: RegisterForm | PaperForm) -> None:
    """Give each row for a new child the id by which a second press is told."""
    for row in form.new:
        if row.form.id.data is None:
            row.form.id.process_data(uuid4())


def _fields(page: RegisterPage) -> dict[str, Any]:
    register = page.session.register if page.session is not None else None
    marks = register.marks if register is not None else ()
    usual = page.usual or None
    return {
        "version": page.session.version if page.session is not None else 0,
        "here": [str(mark.child_id) for mark in marks],
        **{
            name: {str(mark.child_id): getattr(mark, name) for mark in marks if getattr(mark, name)}
            for name in TYPED_DETAILS
        },
        "had_meal": [str(mark.child_id) for mark in marks if mark.had_meal],
        "expected": register.expected if register is not None else usual,
        "words": register.words if register is not None and not register.reason else "",
        "taken_by": register.papers[-1].taken_by if register is not None and register.papers else "",
    }


def is_finding() -> bool:
    """Tell whether the form was sent only to find a child."""
    return request.method == "POST" and "look" in request.form


def lines_found(work: UnitOfWork, form: RegisterForm, page: RegisterPage) -> tuple[ChildLine, ...]:
    """Return the children that were looked for and are not on the page yet."""
    if not is_finding() or not form.find.data:
        return ()
    there = page.children
    return tuple(line for line in found_children(work, form.find.data, page) if line.id not in there)


def new_rows(work: UnitOfWork, form: RegisterForm | PaperForm, page: RegisterPage) -> list[NewRow]:
    """Return the parts of the form about new children, each with those who may be the same."""
    rows = []
    for row in form.new:
        part: NewInClubForm = row.form
        asked = request.method == "POST" and not is_finding() and bool(part.name.data)
        likely = likely_same_children(work, child_from(work, part, considered=False)) if asked else []
        # A paper has no rows: whoever is meant is chosen here. On a register, those with a row of their own have a box.
        rowed = page.children if isinstance(form, RegisterForm) else frozenset()
        found = tuple(one for one in likely if one.id not in rowed)
        part.considered.process_data(",".join(str(one.id) for one in likely))
        rows.append(NewRow(part, found, is_asked=bool(likely)))
    return rows


def refuse_perhaps_known(work: UnitOfWork, form: RegisterForm | PaperForm) -> None:
    """Raise NotAllowedNow (`perhaps-known`) for a new child who may be one we know, until somebody has said which."""
    for row in form.new:
        part: NewInClubForm = row.form
        if part.name.data and not part.known.data and likely_same_children(work, child_from(work, part)):
            raise NotAllowedNow("perhaps-known")


def register_from(work: UnitOfWork, form: RegisterForm) -> RegisterInput:
    """Read a register from a valid form."""
    parts: list[NewInClubForm] = [
        row.form for row in form.new if not is_blank(row.form) and row.form.name.data
    ]
    known = [uuid_or_none(part.known.data) for part in parts]
    here = [*(uuid_or_none(text) for text in form.here.data or ()), *known]
    came = {id_: _said(form, str(id_)) for id_ in here if id_ is not None}
    settled = frozenset(id_ for id_ in map(uuid_or_none, form.settled.data or ()) if id_ is not None)
    return RegisterInput(
        version=form.version.data or 0,
        came=came,
        shown=frozenset(id_ for id_ in map(uuid_or_none, form.shown.data or ()) if id_ is not None),
        settled=settled,
        new=tuple(child_from(work, part) for part, id_ in zip(parts, known, strict=True) if id_ is None),
        of_new=_said(form, ""),
        expected=form.expected.data,
        words=form.words.data or "",
        was_held=bool(form.was_held.data),
        taken_by=form.taken_by.data or "",
    )


def called(line: ChildLine) -> str:
    """Return what somebody calls a child, to say it in a sentence: a nickname, else the name, else the code."""
    return next((name for name in (*line.nicknames, line.latin, line.local, line.code) if name), "")


def _said(form: RegisterForm, child_id: str) -> Said:
    typed = {name: form[name].data.get(child_id, "") for name in TYPED_DETAILS}
    rest_left = form.rest_left_at.data
    if rest_left is not None and not typed["left_at"]:
        typed["left_at"] = f"{rest_left:%H:%M}"
    return Said(**typed, had_meal=bool(form.all_had_meal.data) or child_id in (form.had_meal.data or ()))


def child_from(work: UnitOfWork, part: NewInClubForm, *, considered: bool = True) -> ChildInput:
    """Read a new child. One word is a nickname: children of a club are met by what they are called."""
    name, years, today = part.name.data or "", part.age.data, local_day(work.now)
    profile = ChildProfile(
        sex=Sex(part.sex.data) if part.sex.data in list(Sex) else Sex.NOT_KNOWN,
        age=Age(years, years, today, AgeBasis.APPEARANCE) if years is not None else None,
    )
    if len(name.split()) == 1:
        profile = replace(profile, nicknames=(name,))
    elif script_language(name) == "km":
        profile = replace(profile, local=name)
    else:
        profile = replace(profile, latin=name)
    seen = _ids((part.considered.data or "").split(",")) if considered and part.known.data == ANOTHER else ()
    # The id that the form carries marks the press and names no row: it could be another record's.
    child_id = uuid5(part.id.data or uuid4(), "a child who is new in a register")
    return ChildInput(child_id, profile, considered=tuple(seen))


def _ids(texts: Iterable[str]) -> list[UUID]:
    return [id_ for id_ in map(uuid_or_none, texts) if id_ is not None]

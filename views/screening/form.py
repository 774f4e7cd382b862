"""Translates between the form of a screening and the room: the list it shows, and what was typed."""

from typing import Any

from app.foundation.moments import as_typed
from app.instruments.loading import ScreeningPack
from app.screening.documents import Given
from app.screening.pages import WritingPage
from app.screening.writing import ScreeningInput
from app.unit_of_work import UnitOfWork
from forms.screening import ANSWER, IN_WORDS, YES, ItemText, ScreeningForm, screening_form
from views.web.form_reading import read_both, read_form
from views.web.language import page_language
from views.web.matching import document_from, fields_of, moment_from


def form_of(pack: ScreeningPack) -> type[ScreeningForm]:
    """Return the form for a list, in the page's language."""
    locale = page_language()
    return screening_form(
        [ItemText(item.id, item.label.in_locale(locale)) for item in pack.items],
        [(answer.code, answer.label.in_locale(locale)) for answer in pack.answers],
    )


def new_form(work: UnitOfWork, page: WritingPage) -> ScreeningForm:
    """Return the form of a new screening, at this moment."""
    now = as_typed(work.now)
    return read_form(
        work, form_of(page.pack), held_on=now.on, held_at=now.at, pack_version=str(page.pack.version)
    )


def both_forms(work: UnitOfWork, page: WritingPage) -> tuple[ScreeningForm, ScreeningForm]:
    """Return the form of a screening to correct, and one filled with what it says now."""
    return read_both(work, form_of(page.pack), _fields(page))


def _fields(page: WritingPage) -> dict[str, Any]:
    view, carried = page.view, {"pack_version": str(page.pack.version)}
    if view is None or view.sheet is None:
        return carried
    when = as_typed(view.held_at)
    fields = fields_of(
        view.sheet,
        version=view.version,
        held_on=when.on,
        held_at=when.at if view.sheet.is_time_known else None,
        **carried,
    )
    for each in view.sheet.given:
        fields |= {ANSWER + each.item: each.answer, IN_WORDS + each.item: each.words}
    return fields


def screening_from(form: ScreeningForm) -> ScreeningInput:
    """Read what was typed."""
    said = form.pack_version.data or ""
    return document_from(
        form,
        ScreeningInput,
        when=moment_from(form.held_on, form.held_at),
        given=tuple(Given(item, answer, words) for item, answer, words in form.given()),
        pack_version=int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0,
        locale=page_language(),
        is_our_own=form.is_our_own.data == YES,
    )

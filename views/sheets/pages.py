"""Numbered sheets: the list, printing one, its page, and what became of it."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.permissions import Permission
from app.foundation.vocabulary.sheets import SheetKind, SheetStepKind
from app.sheets.about import about_to_print
from app.sheets.pages import Which, sheet_page, sheets_page, step_of
from app.sheets.printing import print_sheet
from app.sheets.steps import SheetStepInput, record_sheet_step
from app.unit_of_work import UnitOfWork
from forms.sheets import PrintSheetForm, SheetAnswerForm, SheetLostForm, SheetMistakeForm, SheetStepForm
from views.sheets.blueprint import bp
from views.sheets.words import WORDS, first_answers, offer, sheet_from
from views.web.form_flow import save_new
from views.web.form_reading import read_form
from views.web.notices import redirect_done
from views.web.paging import page_number, ways_from

PAGE, DRAWN = "sheets.show_sheet", "sheets.draw_sheet"
_FORMS: Mapping[SheetStepKind, type[SheetStepForm | SheetLostForm]] = {
    SheetStepKind.RETURNED: SheetStepForm,
    SheetStepKind.DESTROYED: SheetStepForm,
    SheetStepKind.LOST: SheetLostForm,
}


@bp.guarded("/sheets/", requires=Permission.SHEET_READ)
def list_sheets(work: UnitOfWork) -> ResponseReturnValue:
    """List the sheets this person reaches: those that are out, or all of them."""
    which = Which.ALL if request.args.get("which") == Which.ALL else Which.OPEN
    page = sheets_page(work, which=which, page=page_number())
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template("sheets/list.html", page=page, ways=ways, words=WORDS)


@bp.guarded("/sheets/<uuid:sheet_id>", requires=Permission.SHEET_READ)
def show_sheet(work: UnitOfWork, sheet_id: UUID) -> ResponseReturnValue:
    """Show one sheet: who has it, since when, and what became of it."""
    return render_template("sheets/show.html", page=sheet_page(work, sheet_id), words=WORDS)


@bp.form("/children/<uuid:child_id>/sheets/<any(child, emergency):kind>/new", requires=Permission.SHEET_PRINT)
def print_of_child(work: UnitOfWork, child_id: UUID, kind: str) -> ResponseReturnValue:
    """Print a numbered sheet of a child's page, or the emergency sheet."""
    page = "children.show_child" if kind == SheetKind.CHILD else "emergency.show_sheet"
    return _print(work, SheetKind(kind), child_id, url_for(page, child_id=child_id))


@bp.form("/cases/<uuid:case_id>/sheets/new", requires=Permission.SHEET_PRINT)
def print_of_case(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Print a numbered sheet of a case."""
    return _print(work, SheetKind.CASE, case_id, url_for("cases.show_case", case_id=case_id))


@bp.form("/outreach/shifts/<uuid:shift_id>/sheets/new", requires=Permission.SHEET_PRINT)
def print_of_shift(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Print a numbered briefing for a shift."""
    return _print(work, SheetKind.SHIFT, shift_id, url_for("outreach.show_shift", shift_id=shift_id))


@bp.form("/clubs/<uuid:club_id>/sheets/new", requires=Permission.SHEET_PRINT)
def print_of_club(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Print the key sheet of a club: who is meant by the codes on its paper."""
    return _print(work, SheetKind.CLUB_KEY, club_id, url_for("clubs.show_club", club_id=club_id))


def _print(work: UnitOfWork, kind: SheetKind, about_id: UUID, back: str) -> ResponseReturnValue:
    about = about_to_print(work, kind, about_id)
    form = read_form(work, PrintSheetForm, **first_answers(work, about))
    offer(form, about)
    return save_new(
        form,
        lambda new_id: print_sheet(work, sheet_from(form, new_id, about)),
        done="sheet-printed",
        leads_to=partial(_to_paper, form),
        shows=partial(render_template, "sheets/print.html", form=form, about=about, back=back, words=WORDS),
    )


def _to_paper(form: PrintSheetForm, done: str) -> ResponseReturnValue:
    return redirect_done(DRAWN if done == "sheet-printed" else PAGE, done, sheet_id=form.record_id.data)


@bp.form("/sheets/<uuid:sheet_id>/<any(returned, destroyed, lost):step>", requires=Permission.SHEET_WRITE)
def record_step(work: UnitOfWork, sheet_id: UUID, step: str) -> ResponseReturnValue:
    """Record that a sheet came back, was destroyed or is lost."""
    kind = SheetStepKind(step)
    return _record(work, sheet_id, kind, read_form(work, _FORMS[kind]), done=f"sheet-{step}")


@bp.form("/sheets/<uuid:sheet_id>/answer", requires=Permission.SHEET_ANSWER)
def answer_for(work: UnitOfWork, sheet_id: UUID) -> ResponseReturnValue:
    """Say what was done about a lost sheet."""
    form = read_form(work, SheetAnswerForm)
    return _record(work, sheet_id, SheetStepKind.ANSWERED, form, done="sheet-answered")


@bp.form("/sheets/<uuid:sheet_id>/steps/<uuid:sheet_step_id>/mistake", requires=Permission.SHEET_WRITE)
def take_out_step(work: UnitOfWork, sheet_id: UUID, sheet_step_id: UUID) -> ResponseReturnValue:
    """Say that a step was recorded by mistake: it counts for nothing, and stays readable."""
    form = read_form(work, SheetMistakeForm)
    return _record(
        work, sheet_id, SheetStepKind.MISTAKE, form, done="sheet-step-taken-out", corrects_id=sheet_step_id
    )


def _record(
    work: UnitOfWork,
    sheet_id: UUID,
    kind: SheetStepKind,
    form: SheetStepForm | SheetLostForm | SheetAnswerForm | SheetMistakeForm,
    *,
    done: str,
    corrects_id: UUID | None = None,
) -> ResponseReturnValue:
    page = sheet_page(work, sheet_id)
    about = step_of(page, corrects_id) if corrects_id else None
    return save_new(
        form,
        lambda new_id: record_sheet_step(
            work, sheet_id, SheetStepInput(new_id, kind, form.words.data or "", corrects_id)
        ),
        done=done,
        leads_to=partial(redirect_done, PAGE, sheet_id=sheet_id),
        shows=partial(
            render_template, "sheets/step.html", form=form, page=page, kind=kind, about=about, words=WORDS
        ),
    )

"""Pages for paper: numbered ones with names or looks, and ones with codes only that may lie on a table."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.cases.case_page import case_page
from app.cases.head import head_of_case
from app.child_page.emergency_page import emergency_page
from app.child_page.next_up import next_of
from app.child_page.page import AskedStory, child_page
from app.chronology.story import story_of
from app.clubs.paper import club_paper
from app.clubs.paper_codes import written_code
from app.foundation.errors import ChangedOutside, NotAllowedNow, NotVisible
from app.foundation.permissions import Permission
from app.foundation.vocabulary.sheets import SheetKind
from app.group_sessions.pages import group_page
from app.home_visits.pages import visit_page
from app.outreach.briefing import briefing_of
from app.outreach.places import place_label
from app.outreach.shift_page import shift_page
from app.placements.homes import current_placements
from app.restoration.child_progress import restoration_page
from app.restoration.review_board import whole_review
from app.safety_plans.plans import plans_in_force
from app.sheets.printing import SheetOnPaper, sheet_to_draw
from app.stage_moves.road import road_of
from app.unit_of_work import UnitOfWork
from forms.register import NEW_ON_PAPER
from views.chronology.words import due_days, due_lines, story_lines
from views.group_sessions.words import LABELS as GROUP_LABELS
from views.home_visits.words import LABELS as VISIT_LABELS
from views.outreach.encounter_words import looks
from views.outreach.times import clock
from views.sheets.blueprint import bp
from views.sheets.pages import PAGE
from views.stage_moves.words import road_words
from views.web.language import page_language
from views.web.notices import redirect_done

NO_SHEET = None
"""A page for paper that has no number: codes only."""


@bp.guarded("/sheets/<uuid:sheet_id>/pages", requires=Permission.SHEET_WRITE)
def draw_sheet(work: UnitOfWork, sheet_id: UUID) -> ResponseReturnValue:
    """Show the pages of a numbered sheet, to be printed by whoever was given its number."""
    try:
        sheet = sheet_to_draw(work, sheet_id)
    except NotAllowedNow:
        return redirect_done(PAGE, "sheet-paper-over", sheet_id=sheet_id)
    return _DRAWN[sheet.kind](work, sheet.about_id, sheet)


@bp.guarded("/children/<uuid:child_id>/paper", requires=Permission.PROFILE_READ)
def child_on_paper(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Show a child's road for paper, by code."""
    return _child(work, child_id, NO_SHEET)


@bp.guarded("/cases/<uuid:case_id>/paper", requires=Permission.CASE_READ)
def case_on_paper(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show a case for paper, by code."""
    return _case(work, case_id, NO_SHEET)


@bp.guarded("/outreach/shifts/<uuid:shift_id>/paper", requires=Permission.SHIFT_READ)
def shift_on_paper(work: UnitOfWork, shift_id: UUID) -> ResponseReturnValue:
    """Show a shift for paper, by codes."""
    page = shift_page(work, shift_id, page=1)
    back = url_for("outreach.show_shift", shift_id=shift_id)
    return _drawn(work, "shift", NO_SHEET, back, page=page, clock=clock)


@bp.guarded("/cases/<uuid:case_id>/restoration/paper", requires=Permission.RESTORATION_READ)
def restoration_on_paper(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show one child's restoration for paper, by code."""
    page = restoration_page(work, case_id, locale=page_language())
    back = url_for("restoration.show_restoration", case_id=case_id)
    return _drawn(work, "restoration", NO_SHEET, back, page=page)


@bp.guarded("/restoration/paper", requires=Permission.RESTORATION_REVIEW)
def review_on_paper(work: UnitOfWork) -> ResponseReturnValue:
    """Show every child in restoration for paper, by code, one on a page."""
    counts, lines = whole_review(work, locale=page_language())
    back = url_for("restoration_review.show_review")
    return _drawn(work, "review", NO_SHEET, back, counts=counts, lines=lines)


@bp.guarded("/families/<uuid:household_id>/visits/<uuid:visit_id>/paper", requires=Permission.VISIT_READ)
def visit_on_paper(work: UnitOfWork, household_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Show a home visit for paper, by codes: whom it is to, and the checklist to be ticked there."""
    page = visit_page(work, visit_id)
    if page.view.is_changed:
        raise ChangedOutside("a visit that is not what was written", visit=visit_id)
    back = url_for("home_visits.show_visit", household_id=household_id, visit_id=visit_id)
    return _drawn(work, "visit", NO_SHEET, back, page=page, labels=VISIT_LABELS, clock=clock)


@bp.guarded("/groups/<uuid:group_id>/question", requires=Permission.GROUP_READ)
def question_on_paper(work: UnitOfWork, group_id: UUID) -> ResponseReturnValue:
    """Show the question of a parents' session for paper, in words and in pictures, to be counted there."""
    page = group_page(work, group_id)
    if page.view.is_changed:
        raise ChangedOutside("a group session that is not what was written", session=group_id)
    if page.view.plan is None or not page.view.kind.is_for_adults:
        raise NotVisible("group_session")
    back = url_for("group_sessions.show_group", group_id=group_id)
    return _drawn(work, "question", NO_SHEET, back, page=page, labels=GROUP_LABELS)


@bp.guarded("/clubs/<uuid:club_id>/paper", requires=Permission.CLUB_READ)
def club_on_paper(work: UnitOfWork, club_id: UUID) -> ResponseReturnValue:
    """Show the register of a club for paper, by codes of the club's own."""
    back = url_for("clubs.show_club", club_id=club_id)
    return _club(work, "club_register", NO_SHEET, club_id, back)


def _child(work: UnitOfWork, child_id: UUID, sheet: SheetOnPaper | None) -> str:
    page = child_page(work, child_id, AskedStory(), locale=page_language())
    return _drawn(
        work,
        "child",
        sheet,
        url_for("children.show_child", child_id=child_id),
        page=page,
        due=due_lines(work, page.next_up, page.today),
        steps=road_words(page.road.steps) if page.road else [],
        told=story_lines(page.story.entries),
    )


def _case(work: UnitOfWork, case_id: UUID, sheet: SheetOnPaper | None) -> str:
    page, head = case_page(work, case_id), head_of_case(work, case_id)
    story = story_of(work, page.child_id)
    return _drawn(
        work,
        "case",
        sheet,
        url_for("cases.show_case", case_id=case_id),
        page=page,
        contact=head.contact if head else None,
        steps=road_words(road_of(work, case_id)),
        plan=plans_in_force(work, case_id).current,
        homes=current_placements(work, case_id).views,
        due=due_lines(work, next_of(work, case_id) if page.is_open else (), page.today),
        task_days=due_days(page.tasks_open, page.today),
        story=story,
        told=story_lines(story.entries),
    )


def _emergency(work: UnitOfWork, child_id: UUID, sheet: SheetOnPaper) -> str:
    page = emergency_page(work, child_id)
    child = child_page(work, child_id, AskedStory(), locale=page_language())
    back = url_for("emergency.show_sheet", child_id=child_id)
    return _drawn(work, "emergency", sheet, back, page=page, child=child)


def _briefing(work: UnitOfWork, shift_id: UUID, sheet: SheetOnPaper) -> str:
    return _drawn(
        work,
        "briefing",
        sheet,
        url_for("outreach.show_shift", shift_id=shift_id),
        briefing=briefing_of(work, shift_id),
        clock=clock,
        looks=looks,
        place_label=place_label,
    )


def _club_key(work: UnitOfWork, club_id: UUID, sheet: SheetOnPaper) -> str:
    return _club(work, "club_key", sheet, club_id, url_for("clubs.show_club", club_id=club_id))


def _club(work: UnitOfWork, name: str, sheet: SheetOnPaper | None, club_id: UUID, back: str) -> str:
    paper = club_paper(work, club_id)
    return _drawn(work, name, sheet, back, paper=paper, written_code=written_code, new_rows=NEW_ON_PAPER)


_DRAWN: Mapping[SheetKind, Callable[[UnitOfWork, UUID, SheetOnPaper], str]] = {
    SheetKind.CHILD: _child,
    SheetKind.CASE: _case,
    SheetKind.EMERGENCY: _emergency,
    SheetKind.SHIFT: _briefing,
    SheetKind.CLUB_KEY: _club_key,
}


def _drawn(work: UnitOfWork, name: str, sheet: SheetOnPaper | None, back: str, **values: Any) -> str:
    """Draw a page for paper; a numbered one leads back to the page of its sheet."""
    back_url = url_for(PAGE, sheet_id=sheet.id) if sheet else back
    return render_template(
        f"sheets/paper_{name}.html", sheet=sheet, back_url=back_url, now=work.now, **values
    )

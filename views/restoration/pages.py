"""A child's restoration: goals and assessments."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.foundation.vocabulary.group_sessions import GROUP_KINDS
from app.restoration.assessments import (
    AssessmentInput,
    AssessmentRead,
    DomainScore,
    ScoreSheet,
    read_assessment,
    restoration_pack,
    write_assessment,
)
from app.restoration.child_progress import restoration_page
from app.restoration.goals import (
    GoalInput,
    GoalState,
    GoalWords,
    change_goal,
    end_goal,
    read_goal,
    set_goal,
)
from app.restoration.groups import groups_of_case
from app.restoration.returns import score_again
from app.restoration.sheets import assessment_page
from app.unit_of_work import UnitOfWork
from forms.restoration import (
    SCORE,
    SEEN,
    AssessmentForm,
    DomainText,
    GoalEndForm,
    GoalForm,
    GoalStateForm,
    assessment_form,
    domain_choices,
)
from views.web.form_flow import save_edit, save_new, save_step
from views.web.form_reading import read_both, read_button, read_form
from views.web.guard import GuardedBlueprint
from views.web.language import page_language
from views.web.matching import document_from, fields_of
from views.web.notices import redirect_done

bp = GuardedBlueprint("restoration", __name__)
PAGE = "restoration.show_restoration"


@bp.guarded("/cases/<uuid:case_id>/restoration", requires=Permission.RESTORATION_READ)
def show_restoration(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show goals, progress and assessments of one child."""
    page = restoration_page(work, case_id, locale=page_language())
    groups = groups_of_case(work, case_id, since=page.began_on)
    return render_template("restoration/restoration.html", page=page, groups=groups, group_kinds=GROUP_KINDS)


@bp.form("/cases/<uuid:case_id>/restoration/goals/new", requires=Permission.RESTORATION_WRITE)
def new_goal(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Set a goal."""
    form = read_form(work, GoalForm)
    _offer_domains(form)
    return save_new(
        form,
        lambda new_id: set_goal(
            work, case_id, document_from(form, GoalInput, id=new_id, words=_goal_words(form))
        ),
        done="goal-set",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(_show, work, case_id, "goal", form=form, goal=None),
    )


@bp.form("/cases/<uuid:case_id>/restoration/goals/<uuid:goal_id>", requires=Permission.RESTORATION_WRITE)
def edit_goal(work: UnitOfWork, case_id: UUID, goal_id: UUID) -> ResponseReturnValue:
    """Change a goal, or show both versions when somebody saved first."""
    goal = read_goal(work, case_id, goal_id)
    form, theirs = read_both(work, GoalForm, fields_of(goal, goal.words), offer=_offer_domains)
    return save_edit(
        form,
        lambda version: change_goal(
            work, case_id, goal_id, version=version, due_on=form.due_on.data, words=_goal_words(form)
        ),
        theirs=theirs,
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(_show, work, case_id, "goal", form=form, goal=goal),
    )


@bp.guarded(
    "/cases/<uuid:case_id>/restoration/goals/<uuid:goal_id>/<any(reached, open):state>",
    requires=Permission.RESTORATION_WRITE,
    methods=("POST",),
)
def mark_goal(work: UnitOfWork, case_id: UUID, goal_id: UUID, state: str) -> ResponseReturnValue:
    """Mark a goal as reached, or as open again."""
    version = read_button(GoalStateForm).version.data or 0
    end_goal(work, case_id, goal_id, version=version, state=GoalState(state))
    return redirect_done(PAGE, "saved", case_id=case_id)


@bp.form("/cases/<uuid:case_id>/restoration/goals/<uuid:goal_id>/drop", requires=Permission.RESTORATION_WRITE)
def drop_goal(work: UnitOfWork, case_id: UUID, goal_id: UUID) -> ResponseReturnValue:
    """Drop a goal, with the reason."""
    goal = read_goal(work, case_id, goal_id)
    form = read_form(work, GoalEndForm, version=goal.version)
    return save_step(
        form,
        lambda version: end_goal(
            work, case_id, goal_id, version=version, state=GoalState.DROPPED, why=form.why.data or ""
        ),
        version=goal.version,
        done="goal-dropped",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(_show, work, case_id, "drop_goal", form=form, goal=goal),
    )


@bp.form("/cases/<uuid:case_id>/restoration/assessments/new", requires=Permission.RESTORATION_WRITE)
def new_assessment(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Write an assessment."""
    form = read_form(work, assessment_form(_domains()), scored_on=local_day(work.now))
    return save_new(
        form,
        lambda new_id: write_assessment(work, case_id, _assessment(form, new_id)),
        done="assessment-written",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(_show, work, case_id, "new_assessment", form=form, again=None),
    )


@bp.form(
    "/cases/<uuid:case_id>/restoration/assessments/<uuid:assessment_id>/again",
    requires=Permission.RESTORATION_WRITE,
)
def score_it_again(work: UnitOfWork, case_id: UUID, assessment_id: UUID) -> ResponseReturnValue:
    """Score a returned assessment again; the form begins with what it said."""
    old = read_assessment(work, case_id, assessment_id)
    form = read_form(work, assessment_form(_domains()), **_said_before(old))
    return save_new(
        form,
        lambda new_id: score_again(work, case_id, assessment_id, _assessment(form, new_id)),
        done="scored-again",
        leads_to=partial(redirect_done, PAGE, case_id=case_id),
        shows=partial(_show, work, case_id, "new_assessment", form=form, again=assessment_id),
    )


@bp.guarded(
    "/cases/<uuid:case_id>/restoration/assessments/<uuid:assessment_id>",
    requires=Permission.RESTORATION_READ,
)
def show_assessment(work: UnitOfWork, case_id: UUID, assessment_id: UUID) -> ResponseReturnValue:
    """Show one assessment."""
    sheet = assessment_page(work, case_id, assessment_id, locale=page_language())
    return _show(work, case_id, "assessment", sheet=sheet)


def _show(work: UnitOfWork, case_id: UUID, name: str, **parts: Any) -> str:
    page = restoration_page(work, case_id, locale=page_language())
    return render_template(f"restoration/{name}.html", page=page, **parts)


def _domains() -> list[DomainText]:
    locale = page_language()
    return [
        DomainText(
            domain.id,
            domain.title.in_locale(locale),
            tuple(anchor.label.in_locale(locale) for anchor in domain.anchors),
        )
        for domain in restoration_pack().domains
    ]


def _offer_domains(form: GoalForm) -> None:
    form.domain.choices = domain_choices(_domains())


def _goal_words(form: GoalForm) -> GoalWords:
    return document_from(form, GoalWords, why_ended="")


def _said_before(old: AssessmentRead) -> dict[str, Any]:
    """Return what an assessment said as the fields of a form."""
    sheet = old.sheet or ScoreSheet(())
    scores = {f"{SCORE}{each.domain}": str(each.score) for each in sheet.scores}
    seen = {f"{SEEN}{each.domain}": each.seen for each in sheet.scores}
    words = {"scored_against": sheet.scored_against, "childs_words": sheet.childs_words}
    return {"scored_on": old.scored_on, **words, **scores, **seen}


def _assessment(form: AssessmentForm, new_id: UUID) -> AssessmentInput:
    scores = tuple(DomainScore(domain, score, seen) for domain, score, seen in form.scores())
    return document_from(
        form, AssessmentInput, id=new_id, sheet=document_from(form, ScoreSheet, scores=scores)
    )

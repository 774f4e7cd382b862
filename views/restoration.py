"""A child's restoration: goals and assessments."""

from datetime import date
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.restoration.assessments import (
    DomainScore,
    NewAssessment,
    ScoreSheet,
    restoration_pack,
    write_assessment,
)
from app.restoration.child_progress import restoration_page
from app.restoration.goals import (
    GoalRead,
    GoalState,
    GoalStep,
    GoalWords,
    NewGoal,
    change_goal,
    end_goal,
    read_goal,
    set_goal,
)
from app.restoration.sheets import assessment_page
from app.unit_of_work import UnitOfWork
from forms.restoration import (
    AssessmentForm,
    DomainText,
    GoalEndForm,
    GoalForm,
    GoalStateForm,
    assessment_form,
    domain_choices,
)
from views.adding import try_adding
from views.conflicts import Saving, try_saving
from views.guard import GuardedBlueprint
from views.notices import redirect_done
from views.web.reading import read_button, read_form, record_id, was_sent
from views.web.saving import form_status

bp = GuardedBlueprint("restoration", __name__)
BOTH = ("GET", "POST")
PAGE = "restoration.show_restoration"


@bp.guarded("/cases/<uuid:case_id>/restoration", requires=Permission.RESTORATION_READ)
def show_restoration(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Show goals, progress and assessments of one child."""
    return render_template(
        "restoration/restoration.html", page=restoration_page(work, case_id, locale=_locale())
    )


@bp.guarded(
    "/cases/<uuid:case_id>/restoration/goals/new", requires=Permission.RESTORATION_WRITE, methods=BOTH
)
def new_goal(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Set a goal."""
    form = read_form(work, GoalForm)
    form.domain.choices = domain_choices(_domains())
    if was_sent(form):
        new = NewGoal(record_id(form.record_id), form.due_on.data, _goal_words(form))
        done = try_adding(form, lambda: set_goal(work, case_id, new), done="goal-set")
        if done is not None:
            return redirect_done(PAGE, done, case_id=case_id)
    page = restoration_page(work, case_id, locale=_locale())
    return render_template(
        "restoration/goal.html", form=form, page=page, goal=None, saving=Saving()
    ), form_status()


@bp.guarded(
    "/cases/<uuid:case_id>/restoration/goals/<uuid:goal_id>",
    requires=Permission.RESTORATION_WRITE,
    methods=BOTH,
)
def edit_goal(work: UnitOfWork, case_id: UUID, goal_id: UUID) -> ResponseReturnValue:
    """Change a goal, or show both versions when somebody saved first."""
    goal, saving = read_goal(work, case_id, goal_id), Saving()
    form, theirs = read_form(work, GoalForm, **_goal_fields(goal)), GoalForm(data=_goal_fields(goal))
    form.domain.choices = theirs.domain.choices = domain_choices(_domains())
    if was_sent(form):
        saving = try_saving(
            form,
            lambda: change_goal(
                work,
                case_id,
                goal_id,
                version=form.version.data or 0,
                due_on=form.due_on.data,
                words=_goal_words(form),
            ),
            theirs=theirs,
            version=goal.version,
        )
        if saving.is_saved:
            return redirect_done(PAGE, "saved", case_id=case_id)
    page = restoration_page(work, case_id, locale=_locale())
    return render_template(
        "restoration/goal.html", form=form, page=page, goal=goal, saving=saving
    ), saving.status


@bp.guarded(
    "/cases/<uuid:case_id>/restoration/goals/<uuid:goal_id>/<any(reached, open):state>",
    requires=Permission.RESTORATION_WRITE,
    methods=("POST",),
)
def mark_goal(work: UnitOfWork, case_id: UUID, goal_id: UUID, state: str) -> ResponseReturnValue:
    """Mark a goal reached, or open again."""
    version = read_button(GoalStateForm).version.data or 0
    end_goal(work, case_id, goal_id, version=version, state=GoalState(state))
    return redirect_done(PAGE, "saved", case_id=case_id)


@bp.guarded(
    "/cases/<uuid:case_id>/restoration/goals/<uuid:goal_id>/drop",
    requires=Permission.RESTORATION_WRITE,
    methods=BOTH,
)
def drop_goal(work: UnitOfWork, case_id: UUID, goal_id: UUID) -> ResponseReturnValue:
    """Drop a goal, with the reason."""
    goal, saving = read_goal(work, case_id, goal_id), Saving()
    form = read_form(work, GoalEndForm, version=goal.version)
    if was_sent(form):
        saving = try_saving(
            form,
            lambda: end_goal(
                work,
                case_id,
                goal_id,
                version=form.version.data or 0,
                state=GoalState.DROPPED,
                why=form.why.data or "",
            ),
            theirs=GoalEndForm(data={"version": goal.version}),
            version=goal.version,
        )
        if saving.is_saved:
            return redirect_done(PAGE, "goal-dropped", case_id=case_id)
    page = restoration_page(work, case_id, locale=_locale())
    return render_template("restoration/drop_goal.html", form=form, page=page, goal=goal), saving.status


@bp.guarded(
    "/cases/<uuid:case_id>/restoration/assessments/new",
    requires=Permission.RESTORATION_WRITE,
    methods=BOTH,
)
def new_assessment(work: UnitOfWork, case_id: UUID) -> ResponseReturnValue:
    """Write an assessment."""
    form_type = assessment_form(_domains())
    form = read_form(work, form_type, scored_on=local_day(work.now))
    if was_sent(form):
        new = _new_assessment(form)
        done = try_adding(form, lambda: write_assessment(work, case_id, new), done="assessment-written")
        if done is not None:
            return redirect_done(PAGE, done, case_id=case_id)
    page = restoration_page(work, case_id, locale=_locale())
    return render_template("restoration/new_assessment.html", form=form, page=page), form_status()


@bp.guarded(
    "/cases/<uuid:case_id>/restoration/assessments/<uuid:assessment_id>",
    requires=Permission.RESTORATION_READ,
)
def show_assessment(work: UnitOfWork, case_id: UUID, assessment_id: UUID) -> ResponseReturnValue:
    """Show one assessment."""
    sheet = assessment_page(work, case_id, assessment_id, locale=_locale())
    page = restoration_page(work, case_id, locale=_locale())
    return render_template("restoration/assessment.html", sheet=sheet, page=page)


def _locale() -> str:
    return str(get_locale() or "en")


def _domains() -> list[DomainText]:
    locale = _locale()
    return [
        DomainText(
            domain.id,
            domain.title.in_locale(locale),
            tuple(anchor.label.in_locale(locale) for anchor in domain.anchors),
        )
        for domain in restoration_pack().domains
    ]


def _goal_words(form: GoalForm) -> GoalWords:
    steps = tuple(
        GoalStep(step.form.words.data or "", step.form.who.data or "", bool(step.form.is_done.data))
        for step in form.steps
    )
    return GoalWords(form.aim.data or "", form.domain.data or "", form.childs_words.data or "", steps)


def _goal_fields(goal: GoalRead) -> dict[str, object]:
    words = goal.words or GoalWords("")
    steps = [{"words": step.words, "who": step.who, "is_done": step.is_done} for step in words.steps]
    return {
        "version": goal.version,
        "aim": words.aim,
        "childs_words": words.childs_words,
        "domain": words.domain,
        "due_on": goal.due_on,
        "steps": steps,
    }


def _new_assessment(form: AssessmentForm) -> NewAssessment:
    scores = tuple(DomainScore(domain, score, seen) for domain, score, seen in form.scores())
    sheet = ScoreSheet(scores, form.scored_against.data or "", form.childs_words.data or "")
    return NewAssessment(record_id(form.record_id), form.scored_on.data or date.min, sheet)

"""Coverage of nights by area and hour, children who were not met for weeks, and the nights of one child."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from app.foundation.permissions import Permission
from app.foundation.vocabulary.night_spans import NightSpan, NotMetFor
from app.outreach.coverage import coverage_of
from app.outreach.not_seen import nights_of_child, not_seen
from app.unit_of_work import UnitOfWork
from forms.coverage import CoverageFilterForm, NotSeenFilterForm
from views.outreach.times import clock
from views.web.form_reading import uuid_or_none
from views.web.guard import GuardedBlueprint
from views.web.kept_filters import filters_stay
from views.web.language import page_language
from views.web.paging import page_number, ways_from

bp = GuardedBlueprint("coverage", __name__)


@bp.guarded("/outreach/coverage", requires=Permission.SHIFT_READ)
@filters_stay
def show_coverage(work: UnitOfWork) -> ResponseReturnValue:
    """Show in which areas and at which hours nights meet children, and when each route was last walked."""
    form = CoverageFilterForm(request.args)
    span = NightSpan.TWELVE if form.weeks.data == NightSpan.TWELVE else NightSpan.FOUR
    page = coverage_of(work, span, base_id=uuid_or_none(form.base.data))
    if page is not None and len(page.bases) > 1:
        form.offer_bases({base.id: base.name for base in page.bases}, page.base.id)
    else:
        del form.base
    form.validate()
    return render_template("coverage/coverage.html", page=page, form=form, locale=page_language())


@bp.guarded("/outreach/not-seen", requires=Permission.SHIFT_READ)
@filters_stay
def list_not_seen(work: UnitOfWork) -> ResponseReturnValue:
    """List the children who were met on nights, and not for weeks."""
    form = NotSeenFilterForm(request.args)
    chosen = NotMetFor(form.weeks.data) if form.weeks.data in list(NotMetFor) else NotMetFor.FOUR
    page = not_seen(work, chosen, page=page_number())
    form.validate()
    ways = ways_from(page.page, has_more=page.last < page.total)
    return render_template("coverage/not_seen.html", page=page, form=form, ways=ways)


@bp.guarded("/children/<uuid:child_id>/nights", requires=Permission.SHIFT_READ)
def show_nights(work: UnitOfWork, child_id: UUID) -> ResponseReturnValue:
    """Show on which nights a child was met, month by month."""
    page = nights_of_child(work, child_id)
    months = [format_date(month, "MMM yy") for month in page.months]
    return render_template("coverage/nights.html", page=page, month_names=months, clock=clock)

"""Packets: who reviewed the Khmer template, so that its pages may be handed over."""

from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.local_time import local_day
from app.foundation.permissions import Permission
from app.packets.template_reviews import ReviewInput, record_review, reviews_page
from app.packets.wording import TEMPLATE_VERSIONS, Language
from app.unit_of_work import UnitOfWork
from forms.packet_copies import TemplateReviewForm
from views.packets.blueprint import WORDS, bp
from views.web.form_flow import save_new
from views.web.form_reading import read_form
from views.web.matching import document_from
from views.web.notices import redirect_done


@bp.form("/packets/template-review", requires=Permission.PACKET_EXPORT)
def review_template(work: UnitOfWork) -> ResponseReturnValue:
    """Record who read the Khmer words of the pages, and what they found."""
    form = read_form(work, TemplateReviewForm, on=local_day(work.now))
    return save_new(
        form,
        lambda new_id: record_review(work, document_from(form, ReviewInput, id=new_id)),
        done="packet-template-reviewed",
        leads_to=partial(redirect_done, "packets.review_template"),
        shows=partial(
            render_template,
            "packets/review_template.html",
            form=form,
            reviews=reviews_page(work),
            version=TEMPLATE_VERSIONS[Language.KHMER],
            words=WORDS,
        ),
    )

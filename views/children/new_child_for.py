"""What a new child is written down for: a concern, or a meeting, whose child had no record to be linked to."""

from typing import Any

from flask import request, url_for

from app.concerns.concern_page import concern_page
from app.foundation.errors import NoKey, NotVisible
from app.outreach.encounter_page import child_of, encounter_page
from app.unit_of_work import UnitOfWork
from forms.child import NewChildForm
from views.outreach.encounter_words import looks
from views.web.form_reading import uuid_or_none
from views.web.language import page_language


def fields_asked_for(work: UnitOfWork) -> dict[str, Any]:
    """Return what the form of a new child begins with, from what its address names.

    How the child looked is taken over by whoever can open the concern or the meeting; nobody else gets a word.
    """
    concern_id, encounter_id, row_id = (
        uuid_or_none(request.args.get(name)) for name in ("concern", "encounter", "row")
    )
    fields: dict[str, Any] = {
        "for_concern": concern_id,
        "for_encounter": encounter_id if row_id else None,
        "for_row": row_id,
    }
    try:
        if concern_id is not None:
            seen = concern_page(work, concern_id).observation
            fields["appearance"] = seen.child_words if seen else ""
        elif encounter_id is not None and row_id is not None:
            met = child_of(encounter_page(work, encounter_id, locale=page_language()), row_id)
            if met is not None and met.description is not None:
                fields["appearance"] = looks(met.description)
                fields["sex"] = met.description.sex.value
    except (NotVisible, NoKey):
        pass
    return fields


def way_back(form: NewChildForm) -> str:
    """Return the page that asked for the new child; empty when none did."""
    if form.for_concern.data is not None:
        return url_for("concerns.link_child", concern_id=form.for_concern.data)
    if form.for_encounter.data is not None and form.for_row.data is not None:
        return url_for("outreach.find_record", encounter_id=form.for_encounter.data, row_id=form.for_row.data)
    return ""

"""What of the audit trail to show."""

from wtforms import DateField, Form, SelectField, StringField
from wtforms.validators import Length, Optional

from app.foundation.marking import N_


class TrailForm(Form):
    """Filters of the trail; `actor` and `action` get their choices from what is there."""

    actor = SelectField(N_("Who"), validate_choice=False)
    action = SelectField(N_("What"), validate_choice=False)
    code = StringField(
        N_("Child or case, by code"), [Length(max=20, message=N_("A code is shorter, such as PP-0012."))]
    )
    since = DateField(N_("From"), [Optional()])
    until = DateField(N_("Until"), [Optional()])

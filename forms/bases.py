"""A new base, and what may be corrected on one."""

import re
from typing import ClassVar

from wtforms import Form
from wtforms.validators import Regexp

from app.foundation.marking import N_
from forms.fields import (
    Answered,
    ChoiceField,
    LineField,
    Marks,
    PhoneField,
    RecordIdField,
    VersionField,
    at_most,
)

NAME_AT_MOST = 80


class PrefixField(LineField):
    """Letters that become capitals, whatever was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the letters as capitals."""
        super().process_formdata(valuelist)
        self.data = (self.data or "").upper()


def _name_field() -> LineField:
    return LineField(N_("Name of the base"), [Answered(N_("Name the base.")), at_most(NAME_AT_MOST)])


def _duty_number_field() -> PhoneField:
    return PhoneField(N_("Duty number"), [at_most(40)])


class BaseDetailsForm(Form):
    """Name, time zone and duty number; the choices of zones come from the base's pack."""

    marks: ClassVar[Marks] = {
        "name-missing": "name",
        "name-taken": "name",
        "timezone-unknown": "timezone",
    }
    version = VersionField()
    name = _name_field()
    timezone = ChoiceField(N_("Time zone"), choices=[])
    duty_number = _duty_number_field()


class NewBaseForm(Form):
    """A new base; its letters and its pack cannot be changed later."""

    marks: ClassVar[Marks] = {
        "name-missing": "name",
        "name-taken": "name",
        "prefix-taken": "prefix",
        "timezone-unknown": "timezone",
    }
    record_id = RecordIdField()
    name = _name_field()
    prefix = PrefixField(
        N_("Letters that begin every child's code"),
        [
            Answered(N_("Choose two or three letters.")),
            Regexp(re.compile(r"[A-Z]{2,3}\Z"), message=N_("Two or three Latin letters, such as PP.")),
        ],
    )
    pack_id = ChoiceField(N_("Country pack"), choices=[])
    timezone = ChoiceField(N_("Time zone"), choices=[])
    duty_number = _duty_number_field()

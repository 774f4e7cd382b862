"""The form of a route: its name, its areas, its meeting points."""

from typing import ClassVar

from wtforms import Form

from app.foundation.marking import N_
from forms.fields import (
    Answered,
    LineField,
    LinesField,
    Marks,
    RecordIdField,
    SeveralField,
    VersionField,
    at_most,
)

LONGEST_NAME = 60
LONGEST_POINTS = 3000


class RouteForm(Form):
    """A route. `areas` gets its choices from the base's pack: those already chosen and those just found."""

    marks: ClassVar[Marks] = {
        "route-name-missing": "name",
        "unknown-area": "find_area",
    }
    name = LineField(N_("Name"), [Answered(N_("Give the route a name.")), at_most(LONGEST_NAME)])
    areas = SeveralField(N_("Areas"))
    find_area = LineField(N_("Find an area"), [at_most(LONGEST_NAME)])
    points = LinesField(N_("Meeting points, one a line"), [at_most(LONGEST_POINTS)])


class NewRouteForm(RouteForm):
    """A new route."""

    record_id = RecordIdField()


class ChangeRouteForm(RouteForm):
    """An existing route."""

    version = VersionField()

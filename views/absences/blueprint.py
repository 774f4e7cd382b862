"""The blueprint that every page about regulars who stay away belongs to."""

from views.web.guard import GuardedBlueprint

bp = GuardedBlueprint("absences", __name__)

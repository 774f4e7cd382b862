"""The blueprint that every page of the kids' clubs belongs to."""

from views.web.guard import GuardedBlueprint

bp = GuardedBlueprint("clubs", __name__)

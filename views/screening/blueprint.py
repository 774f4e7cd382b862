"""The blueprint that every page of screenings belongs to."""

from views.web.guard import GuardedBlueprint

bp = GuardedBlueprint("screening", __name__)

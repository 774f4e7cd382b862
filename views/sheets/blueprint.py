"""The blueprint that every page of numbered sheets, and every page for paper, belongs to."""

from views.web.guard import GuardedBlueprint

bp = GuardedBlueprint("sheets", __name__)

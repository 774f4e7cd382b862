"""The blueprint that every page of night outreach belongs to."""

from views.web.guard import GuardedBlueprint

bp = GuardedBlueprint("outreach", __name__)

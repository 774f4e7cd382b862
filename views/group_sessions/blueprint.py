"""The blueprint that every page of group sessions belongs to."""

from views.web.guard import GuardedBlueprint

bp = GuardedBlueprint("group_sessions", __name__)

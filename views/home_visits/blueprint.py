"""The blueprint that every page of home visits belongs to."""

from views.web.guard import GuardedBlueprint

bp = GuardedBlueprint("home_visits", __name__)

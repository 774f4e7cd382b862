"""The blueprint of families, so that each file of views adds to the same one."""

from views.web.guard import GuardedBlueprint

bp = GuardedBlueprint("families", __name__)

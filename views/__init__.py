"""Parses a form, calls one service or one page builder, and renders or redirects: one folder for each room."""

import importlib
import pkgutil

from flask import Blueprint, Flask


def register_views(app: Flask) -> None:
    """Register the blueprint of every room with pages, from whichever of its files has it as `bp`."""
    found: dict[Blueprint, None] = {}
    for module in sorted(pkgutil.walk_packages(__path__, "views."), key=lambda each: each.name):
        blueprint = getattr(importlib.import_module(module.name), "bp", None)
        if blueprint is not None:
            found[blueprint] = None
    for blueprint in found:
        app.register_blueprint(blueprint)

"""Parses a form, calls one service or one page builder, and renders or redirects: a folder for each room."""

import importlib
import pkgutil

from flask import Blueprint, Flask


def register_views(app: Flask) -> None:
    """Register the blueprint of every room here that has pages, whichever of its files asks for it under `bp`."""
    found: dict[str, Blueprint] = {}
    for module in sorted(pkgutil.walk_packages(__path__, "views."), key=lambda each: each.name):
        blueprint = getattr(importlib.import_module(module.name), "bp", None)
        if blueprint is not None:
            found[blueprint.name] = blueprint
    for blueprint in found.values():
        app.register_blueprint(blueprint)

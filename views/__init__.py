"""Parses a form, calls one service or one page builder, and renders or redirects."""

import importlib
import pkgutil

from flask import Flask


def register_views(app: Flask) -> None:
    """Register the blueprint of every module here that has one, under the name `bp`."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        loaded = importlib.import_module(f"views.{module.name}")
        blueprint = getattr(loaded, "bp", None)
        if blueprint is not None:
            app.register_blueprint(blueprint)

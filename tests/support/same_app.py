"""The same application over another data folder: what a test's copy of an organisation runs in.

Making an application parses every address, finds every static file, compares the schema and fills caches of templates,
translations and statements. A copy has all of that in common with what it was copied from; only what a start reads
from the data folder is its own. Tests of a start call `make_app`.
"""

from copy import copy
from dataclasses import replace

from flask import Flask
from whitenoise import WhiteNoise

from app.database.engines import connect
from app.database.store import Store
from app.factory import server_of
from app.foundation.clock import Clock
from app.foundation.settings import Settings
from views.web.sent_before import remember_sent_forms

OF_A_PROCESS = ("packet-downloads",)
"""What an application takes up while it runs, and a copy has not yet."""


def same_app_over(app: Flask, settings: Settings, clock: Clock) -> Flask:
    """Return the application as it is just after a start with these settings.

    The data folder must be a copy of the one `app` was made with. Routes, views and templates are shared: whoever wants
    to change them makes an application with `make_app`.
    """
    over = copy(app)
    over._got_first_request = False
    served = copy(app.wsgi_app)
    if not isinstance(served, WhiteNoise):
        raise TypeError("the application was not made by make_app")
    served.application = Flask.wsgi_app.__get__(over)
    over.wsgi_app = served  # type: ignore[method-assign]  # as make_app does it
    over.extensions = {name: each for name, each in app.extensions.items() if name not in OF_A_PROCESS}
    remember_sent_forms(over)
    here = server_of(app)
    over.extensions["wayhome"] = replace(
        here, settings=settings, clock=clock, store=_same_store(app, settings)
    )
    return over


def _same_store(app: Flask, settings: Settings) -> Store:
    here = server_of(app)
    engine = connect(Flask("a copy", static_folder=None), settings, here.secret.database_key())
    if here.store.is_sqlite:
        # Statements are compiled for a dialect. One on PostgreSQL knows its database; SQLite's knows nothing of it.
        engine.dialect = here.store.engine.dialect
        engine._compiled_cache = here.store.engine._compiled_cache
    return Store(engine)

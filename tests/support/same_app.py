"""The same application over another data folder: what a test's copy of an organisation runs in.

Making an application parses every address, finds every static file, compares the schema and fills caches of templates,
translations and statements. A copy has all of that in common with what it was copied from; only what a start reads
from the data folder is its own. Tests of a start call `make_app`.
"""

import shutil
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event
from whitenoise import WhiteNoise

from app.database.engines import connect
from app.database.store import Store
from app.factory import server_of
from app.foundation.clock import Clock
from app.foundation.settings import Settings

OF_A_PROCESS = ("packet-downloads",)
"""What an application takes up while it runs, and a copy has not yet."""


def copied_app(app: Flask, folder: Path, clock: Clock, *, postgresql_url: str | None = None) -> Flask:
    """Copy the data folder into another folder and return the application over it, as a start would leave it.

    One on PostgreSQL is told where the copy of its database lies.
    """
    here = server_of(app)
    here.store.engine.dispose()
    data, key_file = folder / "data", folder / "data.key"
    shutil.copytree(here.settings.data_folder, data)
    shutil.copy(here.settings.key_file, key_file)
    return _over(app, Settings(data, here.settings.engine, postgresql_url, key_file, None), clock)


def _over(app: Flask, settings: Settings, clock: Clock) -> Flask:
    """Return the application over a copy of the data folder it was made with.

    Routes, views and templates are shared: whoever wants to change them makes an application with `make_app`.
    """
    over = copy(app)
    # Flask refuses from now on what would change the routes of all of them.
    over._got_first_request = True
    served = copy(app.wsgi_app)
    if not isinstance(served, WhiteNoise):
        raise TypeError("the application was not made by make_app")
    served.application = Flask.wsgi_app.__get__(over)
    over.wsgi_app = served  # type: ignore[method-assign]  # as make_app does it
    over.extensions = {name: each for name, each in app.extensions.items() if name not in OF_A_PROCESS}
    here = server_of(app)
    over.extensions["wayhome"] = replace(
        here, settings=settings, clock=clock, store=_same_store(app, settings)
    )
    return over


def _same_store(app: Flask, settings: Settings) -> Store:
    here = server_of(app)
    engine = connect(Flask("a copy", static_folder=None), settings, here.secret.database_key())
    if here.store.is_sqlite:
        event.listen(engine, "connect", _do_not_wait_for_the_disk)
        # Statements are compiled for a dialect. One on PostgreSQL knows its database; SQLite's knows nothing of it.
        engine.dialect = here.store.engine.dialect
        engine._compiled_cache = here.store.engine._compiled_cache
    return Store(engine)


def _do_not_wait_for_the_disk(connection: Any, _record: object) -> None:
    # What is written outlives a killed process all the same; of a power cut nothing of a test is left.
    connection.execute("PRAGMA synchronous = OFF")

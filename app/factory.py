"""Puts the application together: settings, store, views, and what surrounds every request."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from jinja2 import StrictUndefined
from sqlalchemy import Engine, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.database.data_folder import Mark, make_data_folder, open_data_folder, read_mark
from app.database.engines import connect
from app.database.migrating import bring_up_to_date
from app.database.store import Store
from app.foundation.clock import Clock, SystemClock
from app.foundation.errors import DatabaseTrouble, NotReady
from app.foundation.settings import PROJECT, Settings, read_settings
from app.request_lifecycle import install
from app.request_lifecycle.failing import QuietFlask
from app.request_lifecycle.language import choose_locale, choose_timezone
from app.request_lifecycle.static_files import StaticFiles
from app.safeguarding.outside_session import erase_overdue_outside
from app.server import Server
from app.set_up.organisation import new_set_up_code
from app.sign_in.sessions import erase_overdue_keys
from app.unit_of_work import Locks
from app.vault.passwords import SHIPPED_COST, Argon2Cost
from app.vault.secrets import Passphrase
from app.vault.server_secret import ServerSecret
from models.installation import Installation
from views import register_views
from views.web.form_marks import FormTokens

MOST_BYTES_A_FORM = 1024 * 1024


@dataclass(frozen=True)
class StartOptions:
    """How to start the application; every default is the value of a real start."""

    kind: str = "real"
    clock: Clock | None = None
    argon2_cost: Argon2Cost = SHIPPED_COST
    locks: Locks = Locks.ALL
    passphrase: Passphrase | None = None


def make_app(settings: Settings | None = None, options: StartOptions | None = None) -> Flask:
    """Return the application. Makes the data folder if there is none yet.

    Raises BadSetting or NotReady, each with one line to print.
    """
    settings = settings or read_settings()
    options = options or StartOptions()
    mark, secret = _data_folder(settings, options)
    app = QuietFlask("app", instance_path=str(PROJECT / "instance"))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _configure(app, settings, secret)
    store = Store(_opened_database(app, mark, secret, settings, options))
    store.refresh_statistics()
    server = Server(
        settings=settings,
        installation_id=mark.installation_id,
        kind=mark.kind,
        store=store,
        clock=options.clock or SystemClock(),
        secret=secret,
        argon2_cost=options.argon2_cost,
        locks=options.locks,
        set_up_code=new_set_up_code(),
    )
    with store.writing() as session:
        erase_overdue_keys(session, server.clock.now())
        erase_overdue_outside(session, server.clock.now())
    app.extensions["wayhome"] = server
    FormTokens(app)
    Babel(app, locale_selector=choose_locale, timezone_selector=choose_timezone)
    login = LoginManager(app)
    login.session_protection = None
    install(app, login)
    register_views(app)
    app.wsgi_app = StaticFiles(  # type: ignore[method-assign]  # the documented way to wrap Flask's WSGI callable
        app.wsgi_app, root=PROJECT / "app" / "static", prefix="static/", max_age=31_536_000
    )
    return app


def server_of(app: Flask) -> Server:
    """Return the server object that the process made when it started."""
    server = app.extensions["wayhome"]
    if not isinstance(server, Server):
        raise TypeError("the application was not made by make_app")
    return server


def _data_folder(settings: Settings, options: StartOptions) -> tuple[Mark, ServerSecret]:
    mark = read_mark(settings)
    if mark is None:
        return make_data_folder(settings, options.kind, passphrase=options.passphrase)
    if mark.kind != options.kind:
        start = "./wayhome run --practice" if mark.kind == "practice" else "./wayhome run"
        raise NotReady(f"This data folder holds a {mark.kind} organisation; start it with {start}")
    return mark, open_data_folder(settings, mark, passphrase=options.passphrase)


def _configure(app: Flask, settings: Settings, secret: ServerSecret) -> None:
    https = settings.serves_https
    app.config.update(
        SECRET_KEY=secret.cookie_key().reveal(),
        WTF_CSRF_SECRET_KEY=secret.form_token_key().reveal(),
        SESSION_COOKIE_NAME="__Host-visitor" if https else "visitor",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=8),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=MOST_BYTES_A_FORM,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES_A_FORM,
        MAX_FORM_PARTS=2_000,
        BABEL_TRANSLATION_DIRECTORIES=str(PROJECT / "app" / "translations"),
    )


def _opened_database(
    app: Flask, mark: Mark, secret: ServerSecret, settings: Settings, options: StartOptions
) -> Engine:
    engine = connect(app, settings, secret.database_key())
    try:
        _bring_up_to_date(engine, mark, settings)
        _take_installation(engine, mark, options)
    except NotReady:
        engine.dispose()
        raise
    return engine


def _bring_up_to_date(engine: Engine, mark: Mark, settings: Settings) -> None:
    try:
        bring_up_to_date(engine)
    except DatabaseTrouble as error:
        raise NotReady(
            f"The database cannot be used: {' '.join(str(error.__cause__ or error).split())}"
        ) from error
    except DatabaseError as error:
        if "not a database" in str(error.orig):
            wrong = "passphrase" if mark.passphrase_salt else f"key file {settings.key_file}"
            raise NotReady(
                f"The database does not open: the {wrong} is not the one it was made with"
            ) from None
        raise NotReady(f"The database cannot be used: {' '.join(str(error.orig).split())}") from error


def _take_installation(engine: Engine, mark: Mark, options: StartOptions) -> None:
    now = (options.clock or SystemClock()).now()
    with Session(engine) as session:
        row = session.scalars(select(Installation)).one_or_none()
        if row is None:
            session.add(
                Installation(id=mark.installation_id, name="", kind=mark.kind, created_at=now, hpke_suite=2)
            )
            session.commit()
        elif row.id != mark.installation_id or row.kind != mark.kind:
            raise NotReady("The database belongs to another organisation than the data folder says")

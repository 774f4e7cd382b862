"""Tells Flask-Login who is signed in: our own session decides, and Flask's session holds nothing of it."""

from flask import Request, current_app, g
from flask_login import LoginManager, UserMixin

from app.foundation.errors import DatabaseTrouble, SignedOut
from app.server import Server
from app.sign_in.sessions import SignedIn, erase_if_overdue, resume
from views.web.cookies import token_cookie_name


class CurrentUser(UserMixin):
    """The signed-in person as `flask_login.current_user`."""

    def __init__(self, signed_in: SignedIn) -> None:
        self.signed_in = signed_in
        self.id = str(signed_in.person.id)


def install(login: LoginManager) -> None:
    """Load the person from the session cookie, once per request."""

    @login.request_loader
    def load(request: Request) -> CurrentUser | None:
        server: Server = current_app.extensions["wayhome"]
        token = request.cookies.get(token_cookie_name(server.settings))
        # A page that says that the database does not answer does not ask it once more.
        if token is None or "trouble" in g:
            return None
        try:
            with server.store.reading() as session:
                return CurrentUser(resume(server, session, token))
        except SignedOut:
            erase_if_overdue(server, token)
            return None
        except DatabaseTrouble as trouble:
            g.trouble = trouble
            raise

"""The one gate: undeclared pages cannot start, headers are on everything, forms need their token."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation.permissions import MATRIX, SHOWS, Permission
from app.foundation.roles import Role
from app.request_lifecycle.headers import HEADERS
from app.unit_of_work import Locks
from tests.support.organisation import Organisation, password_of
from views.web.guard import GuardedBlueprint

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def sign_in(client: FlaskClient, name: str, password: str, **fields: str) -> TestResponse:
    """Sign in as a person would: open the form, send it."""
    page = client.get("/sign-in")
    found = TOKEN.search(page.text)
    assert found is not None
    data = {"csrf_token": found[1], "username": name, "password": password, **fields}
    return client.post("/sign-in", data=data)


def test_a_route_that_does_not_say_who_may_use_it_cannot_start() -> None:
    blueprint = GuardedBlueprint("anything", __name__)
    with pytest.raises(TypeError, match="requires"):
        blueprint.route("/anything")


def test_every_page_says_who_may_use_it(organisation: Organisation) -> None:
    undeclared = [
        endpoint
        for endpoint, view in organisation.app.view_functions.items()
        if endpoint != "static" and not hasattr(view, "wayhome_requires")
    ]
    assert undeclared == []


def test_every_permission_is_in_the_matrix_once() -> None:
    assert set(MATRIX) == set(Permission)
    for permission, shown_by in SHOWS.items():
        assert shown_by in MATRIX, permission


def test_technicians_and_auditors_reach_no_programme_record() -> None:
    open_to_all = {
        Permission.OWN_ACCOUNT,
        Permission.OWN_KEYS,
        Permission.SAFEGUARDING_AGREE,
        Permission.TODAY_READ,
        Permission.ALLEGATION_POST,
        Permission.ACCOUNT_READ,
        Permission.ACCOUNT_SHELL,
        Permission.SETTINGS_READ,
        Permission.COPIES_CONFIRM,
        Permission.AUDIT_READ,
    }
    for permission, reaches in MATRIX.items():
        if permission not in open_to_all:
            assert not {Role.TECHNICIAN, Role.AUDITOR} & set(reaches), permission


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nothing-here", "/children/", "/healthz"])
def test_the_strictest_headers_are_on_every_response(organisation: Organisation, path: str) -> None:
    response = organisation.client().get(path)
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


def test_a_form_without_its_token_is_refused(organisation: Organisation) -> None:
    client = organisation.client()
    response = client.post("/sign-in", data={"username": "field", "password": password_of("field")})
    assert response.status_code == 400


def test_signing_in_leads_on_and_the_cookie_is_closed_to_scripts(organisation: Organisation) -> None:
    response = sign_in(organisation.client(), "field", password_of("field"), next="/account")
    assert response.status_code == 303
    assert response.headers["Location"] == "/account"
    cookie = next(c for c in response.headers.getlist("Set-Cookie") if c.startswith("wayhome="))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_a_browser_that_signed_in_before_is_not_held_out_by_others(organisation: Organisation) -> None:
    client, stranger = organisation.client(), organisation.client()
    sign_in(client, "field", password_of("field"))
    client.delete_cookie("wayhome")
    for _ in range(5):
        sign_in(stranger, "field", "wrong words altogether")

    assert "Too many tries" in sign_in(stranger, "field", password_of("field")).text
    assert sign_in(client, "field", password_of("field")).status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "/\t/elsewhere.example",
        "/today\r\nSet-Cookie: a=b",
        "/today\x7f",
        "http://[",
        "\x00/today",
    ],
)
def test_signing_in_never_leads_elsewhere(organisation: Organisation, target: str) -> None:
    response = sign_in(organisation.client(), "field", password_of("field"), next=target)
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("field", "wrong words altogether"), ("nobody", "x" * 20)])
def test_a_wrong_name_and_a_wrong_password_read_the_same(
    organisation: Organisation, name: str, password: str
) -> None:
    response = sign_in(organisation.client(), name, password)
    assert response.status_code == 422
    assert "do not fit together" in response.text
    assert name in response.text
    assert password not in response.text


def test_a_visitor_is_led_to_sign_in_and_back(organisation: Organisation) -> None:
    response = organisation.client().get("/account?x=1")
    assert response.status_code == 302
    assert response.headers["Location"] == "/sign-in?next=/account?x%3D1"


def test_errors_have_pages_of_our_own(organisation: Organisation, app_that_breaks: Flask) -> None:
    assert "Nothing here for you" in organisation.client("field").get("/nothing-here").text
    broken = app_that_breaks.test_client().get("/break-for-the-test")
    assert broken.status_code == 500
    assert "Something broke on our side" in broken.text
    assert "ZeroDivisionError" not in broken.text


@pytest.fixture
def app_that_breaks(organisation: Organisation) -> Flask:
    """An application of its own, for one page more that fails."""
    app = organisation.with_locks(Locks.ALL).app
    blueprint = GuardedBlueprint("breaking", __name__)

    @blueprint.public("/break-for-the-test")
    def break_it() -> str:
        return str(1 / 0)

    app.register_blueprint(blueprint)
    return app

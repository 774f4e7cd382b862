"""Where people come over HTTPS, nothing else is let in, and nobody but the server in front says who visits."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client

from app.cli.behind_proxy import BehindProxy
from app.foundation.errors import BadSetting
from app.foundation.settings import Settings, read_settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HERE, ELSEWHERE = "127.0.0.1", "203.0.113.9"
BY_HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}


def who(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Say who visits, and how."""
    start_response("200 OK", [])
    return [f"{environ['REMOTE_ADDR']} by {environ['wsgi.url_scheme']}".encode()]


def settings(**environment: str) -> Settings:
    return read_settings({"WAYHOME_PUBLIC_URL": "https://office.example"} | environment)


def ask(given: Settings, address: str, headers: dict[str, str], path: str = "/today") -> tuple[int, str]:
    """Ask from an address."""
    client = Client(BehindProxy(who, given))
    answer = client.get(path, headers=headers, environ_base={"REMOTE_ADDR": address})
    return answer.status_code, answer.text


def test_the_server_in_front_is_believed_about_who_visits() -> None:
    assert ask(settings(), HERE, BY_HTTPS) == (200, "198.51.100.7 by https")
    assert ask(settings(WAYHOME_PROXY="203.0.113.0/24"), ELSEWHERE, BY_HTTPS) == (
        200,
        "198.51.100.7 by https",
    )


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (HERE, {}),
        (HERE, {"X-Forwarded-Proto": "http"}),
        (HERE, {"X-Forwarded-Proto": "https, http"}),
        (ELSEWHERE, BY_HTTPS),
        ("no address", BY_HTTPS),
    ],
)
def test_what_did_not_come_over_https_is_refused(address: str, headers: dict[str, str]) -> None:
    status, words = ask(settings(), address, headers)
    assert status == 403
    assert words == "This server is reached over HTTPS only: https://office.example\n"


def test_another_server_in_front_is_believed_only_if_it_is_named() -> None:
    assert ask(settings(WAYHOME_PROXY="10.0.0.5, ::1"), HERE, BY_HTTPS)[0] == 403
    assert ask(settings(WAYHOME_PROXY="10.0.0.5, ::1"), "10.0.0.5", BY_HTTPS)[0] == 200
    with pytest.raises(BadSetting, match="WAYHOME_PROXY"):
        settings(WAYHOME_PROXY="the other machine")


def test_whether_it_is_well_is_told_to_anybody() -> None:
    assert ask(settings(), HERE, {}, "/healthz")[0] == 200

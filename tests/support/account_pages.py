"""The pages about other people's accounts: where they are, and what they say."""

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.support.organisation import Organisation
from tests.support.pages import read

LIST = "/settings/accounts/"


def one(organisation: Organisation, name: str, step: str = "") -> str:
    """Return the address of a cast member's account, or of a step on it."""
    return f"{LIST}{organisation.ids[name]}{step}"


def said(page: BeautifulSoup) -> str:
    """Return what a page says."""
    return page.get_text(" ", strip=True)


def errors(page: BeautifulSoup) -> str:
    """Return what a form's summary says."""
    return " ".join(line.get_text(" ", strip=True) for line in page.select(".wh-summary li"))


def token_of(client: FlaskClient) -> str:
    """Return the token that a form of this person carries."""
    box = read(client.get("/account/password")).select_one("input[name=csrf_token]")
    assert box is not None
    return str(box["value"])

"""Every form there is, sent what people and attackers send: nothing breaks, nothing typed is lost or run."""

from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.access.asking import Page, pages
from tests.support.lived_in import LivedIn
from tests.support.organisation import copy_of

PARTS = 8
WRITERS = ("supervisor", "caseworker", "field", "supervisor2", "director", "technician")
KEPT_AS_THEY_ARE = {"csrf_token", "record_id", "version", "digest", "press_then"}
"""What the page itself writes into a form; a stale or foreign one has tests of its own."""

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"
INVISIBLE = "a\u202eb\u200bc\ufeffd\u2066e"
OVERLONG = "far too long " * 1000
LONG_AGO_OR_LATER = "2199-01-01"
OF_THE_PAST = {
    "happened_on",
    "seen_on",
    "met_on",
    "from_on",
    "given_on",
    "scored_on",
    "handed_on",
    "heard_on",
}
"""Days of what has happened; a day to come is a slip of the pen."""

Values = dict[str, list[str]]
Change = Callable[[Tag, str], str | None]


def shapes(text: str) -> Change:
    """Write a text into every box that takes words, and leave the rest."""
    return lambda control, value: text if takes_words(control) else value


def wrong_type(control: Tag, _value: str) -> str | None:
    """Send what no browser would: letters for numbers and days, choices that are not offered."""
    return None if control.get("type") in {"submit", "button"} else "no-such-thing"


def future(control: Tag, value: str) -> str:
    """Write a day far ahead wherever a day is asked for."""
    return LONG_AGO_OR_LATER if str(control.get("name", "")).endswith("_on") else value


CHANGES: Mapping[str, Change] = {
    "empty": shapes(""),
    "overlong": shapes(OVERLONG),
    "markup": shapes(MARKUP),
    "invisible": shapes(INVISIBLE),
    "wrong type": wrong_type,
    "future": future,
}


def takes_words(control: Tag) -> bool:
    """Tell whether a person types words into it."""
    is_line = control.name == "input" and control.get("type", "text") in {"text", "search"}
    return is_line or control.name == "textarea"


def forms_of(lived: LivedIn) -> Iterator[Page]:
    """Yield every page that shows a form and takes it back at its own address."""
    asked = {page.rule.rule for page in pages(lived.organisation) if page.method == "POST"}
    yield from (
        page for page in pages(lived.organisation) if page.method == "GET" and page.rule.rule in asked
    )


def first_form(response: TestResponse) -> Tag | None:
    """Return the main form of a page: the one that comes back to the page itself."""
    found = BeautifulSoup(response.text, "html.parser").select("main form[method=post]")
    own = [form for form in found if form.get("action", "") in {"", response.request.path}]
    return own[0] if own else None


def filled(form: Tag, change: Change) -> Values:
    """Return what a browser would send, changed."""
    values: Values = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(control["name"]), control.get("type")
        if kind in {"radio", "checkbox"} and not control.has_attr("checked"):
            continue
        value = change(control, _now_in(control)) if name not in KEPT_AS_THEY_ARE else _now_in(control)
        if value is not None:
            values.setdefault(name, []).append(value)
    return values


def _now_in(control: Tag) -> str:
    if control.name == "textarea":
        return control.text.removeprefix("\n")
    if control.name == "select":
        chosen = control.select_one("option[selected]") or control.select_one("option")
        return str(chosen.get("value", "")) if chosen else ""
    return str(control.get("value", ""))


def writer_of(lived: LivedIn, page: Page) -> tuple[FlaskClient, Tag] | None:
    """Return the first client that gets the page's form, and the form."""
    for name in WRITERS:
        client = lived.organisation.client(name)
        response = client.get(page.address(lived.ids))
        form = first_form(response) if response.status_code == 200 else None
        if form is not None:
            return client, form
    return None


def faults_of(client: FlaskClient, address: str, form: Tag, how: str) -> Iterator[str]:
    """Send a form once in one way, and yield what is wrong with the answer."""
    values = filled(form, CHANGES[how])
    answer = client.post(address, data=values)
    if answer.status_code >= 500 or answer.status_code not in {200, 302, 303, 400, 403, 404, 409, 422}:
        yield f"answers {answer.status_code}"
        return
    shown = client.get(answer.headers["Location"]) if answer.status_code in {302, 303} else answer
    if shown.status_code >= 500:
        yield f"the page after it answers {shown.status_code}"
    if MARKUP in shown.text or "<img src=x" in shown.text:
        yield "runs what was typed"
    if answer.status_code == 422:
        soup = BeautifulSoup(answer.text, "html.parser")
        if not soup.select("[data-error-summary]") or not soup.select(".wh-error, [data-error-summary] li"):
            yield "says nothing of what is wrong"
        yield from (
            f"leads to {link['href']}, which is not on the page"
            for link in soup.select("[data-error-summary] a[href^='#']")
            if soup.find(id=str(link["href"]).removeprefix("#")) is None
        )
        typed = [value for name, given in values.items() for value in given if value in {MARKUP, OVERLONG}]
        if typed and typed[0].strip() not in unescape(answer.text):
            yield "loses what was typed"
    if how == "future" and OF_THE_PAST & set(values) and answer.status_code != 422:
        yield f"takes a day to come for {sorted(OF_THE_PAST & set(values))} ({answer.status_code})"


@pytest.mark.parametrize("part", range(PARTS))
def test_no_form_breaks_loses_words_or_runs_them(part: int, lived_template: LivedIn, tmp_path: Path) -> None:
    wrong: list[str] = []
    sent = 0
    for number, page in enumerate(list(forms_of(lived_template))[part::PARTS]):
        place = tmp_path / str(number)
        place.mkdir()
        lived = LivedIn(copy_of(lived_template.organisation, place), lived_template.ids)
        for how in CHANGES:
            found = writer_of(lived, page)
            if found is None:
                continue
            sent += 1
            client, form = found
            address = page.address(lived.ids)
            wrong += [f"{page.name} {how}: {fault}" for fault in faults_of(client, address, form, how)]
        lived.organisation.server.store.engine.dispose()
    assert not wrong, "\n".join(wrong)
    assert sent > 10, "a test that sends nothing proves nothing"

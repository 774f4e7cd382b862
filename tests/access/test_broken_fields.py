"""Every field of every form, sent what no browser sends: refused in words, never a failure, the rest kept as typed."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from tests.access.asking import pages
from tests.support.lived_in import LivedIn
from tests.support.organisation import copy_of

PARTS = 4
WRITERS = ("supervisor", "caseworker", "director", "field", "supervisor2", "technician")
LEFT_ALONE = {"csrf_token"}
NUMBERS = (str(10**30), "NaN")
DAYS = ("9999-12-31", f"{10**30}-01-01")
HOURS = (f"{10**30}:00",)
VERSIONS = ("abc", "-1", "1.5", str(10**30))
IDS = ("abc\0",)
KEPT = "lantern by the river"
ROW = re.compile(r"^\w+-([1-9]\d*)-")
"""Fields of the second row of a list and of those behind it: the first stands for them."""


@dataclass(frozen=True)
class Sent:
    """A form as a page shows it, with words typed into it, and who may send it."""

    endpoint: str
    client: FlaskClient
    action: str
    controls: dict[str, Tag]
    values: dict[str, list[str]]


class House:
    """The lived-in organisation, put back as it was whenever something was saved in it."""

    def __init__(self, lived: LivedIn) -> None:
        self.lived = lived
        self._database = lived.organisation.server.settings.database_file
        self._clients = {name: lived.organisation.client(name) for name in WRITERS}
        self._as_it_was = self._database.with_name("as-it-was")
        self.forms = list(self._forms())
        self._rest()
        shutil.copy(self._database, self._as_it_was)

    def put_back(self) -> None:
        """Undo what was saved."""
        self._rest()
        for file in self._database.parent.glob(f"{self._database.name}-*"):
            file.unlink()
        shutil.copy(self._as_it_was, self._database)

    def _rest(self) -> None:
        self.lived.organisation.server.store.engine.dispose()

    def _forms(self) -> Iterator[Sent]:
        """Yield each form once, as the first of the writers sees it whose page has it."""
        match = self.lived.organisation.app.url_map.bind("localhost").match
        seen = set()
        for page in pages(self.lived.organisation):
            if page.method != "GET":
                continue
            for client in self._clients.values():
                address = page.address(self.lived.ids)
                answer = client.get(address)
                if answer.status_code != 200 or (
                    not answer.is_streamed and "html" not in answer.content_type
                ):
                    continue
                for form in BeautifulSoup(answer.text, "html.parser").select("form[method=post]"):
                    action = str(form.get("action") or address)
                    endpoint = match(action.partition("?")[0], method="POST")[0]
                    controls = {str(control["name"]): control for control in form.select("[name]")}
                    if endpoint not in seen:
                        seen.add(endpoint)
                        yield Sent(endpoint, client, action, controls, filled(form))
                break


def filled(form: Tag) -> dict[str, list[str]]:
    """Return what a browser would send, with words in every empty box."""
    values: dict[str, list[str]] = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        if control.get("type") in {"radio", "checkbox"} and not control.has_attr("checked"):
            continue
        values.setdefault(str(control["name"]), []).append(_value(control))
    return values


def _value(control: Tag) -> str:
    if control.name == "select":
        chosen = control.select_one("option[selected]") or control.select_one("option")
        return str(chosen.get("value", "")) if chosen else ""
    now = control.text.removeprefix("\n") if control.name == "textarea" else str(control.get("value", ""))
    return now or (KEPT if takes_words(control) else "")


def takes_words(control: Tag) -> bool:
    is_line = control.name == "input" and control.get("type", "text") == "text"
    return (is_line and not control.has_attr("inputmode")) or control.name == "textarea"


def broken(name: str, control: Tag) -> Iterator[list[str]]:
    """Yield what a field is sent: nothing at all, and what its kind might stumble over."""
    yield []
    kind, field = control.get("type", "text"), name.rpartition("-")[2]
    if field == "version":
        texts: tuple[str, ...] = VERSIONS
    elif kind == "hidden":
        texts = IDS
    elif kind == "date":
        texts = DAYS
    elif kind == "time":
        texts = HOURS
    elif control.get("inputmode") == "numeric":
        texts = NUMBERS
    elif takes_words(control):
        texts = ("a\0b",)
    else:
        texts = ("no\0such",)
    yield from ([text] for text in texts)


def faults_of(house: House, sent: Sent, name: str, given: list[str]) -> Iterator[str]:
    """Send a form with one field broken and yield what is wrong with the answer."""
    values = sent.values | {name: given}
    answer = sent.client.post(sent.action, data=values)
    if answer.status_code >= 500 or answer.status_code not in {200, 302, 303, 400, 403, 404, 409, 422, 429}:
        yield f"answers {answer.status_code}"
    if answer.status_code < 400:
        house.put_back()
        if (
            name.rpartition("-")[2] in {"version", "record_id"}
            and given[:1] != [sent.values[name][0]]
            and given
        ):
            yield f"takes {given}"
        if any("\0" in text for text in given) and takes_words(sent.controls[name]):
            yield "keeps U+0000"
    if answer.status_code == 422:
        kept = any(KEPT in text for other, texts in values.items() if other != name for text in texts)
        if kept and KEPT not in unescape(answer.text).lower():
            yield "loses what was typed"


@pytest.fixture(scope="module")
def house(lived_template: LivedIn, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The organisation whose forms are sent."""
    folder: Path = tmp_path_factory.mktemp("broken")
    return House(LivedIn(copy_of(lived_template.organisation, folder), lived_template.ids))


@pytest.mark.parametrize("part", range(PARTS))
def test_no_broken_field_breaks_a_page(house: House, part: int) -> None:
    wrong, count = [], 0
    for sent in house.forms[part::PARTS]:
        for name, control in sent.controls.items():
            if name in LEFT_ALONE or ROW.match(name) or sent.endpoint == "sign_in.sign_out":
                continue
            for given in broken(name, control):
                count += 1
                wrong += [
                    f"{sent.endpoint} {name}={given}: {fault}"
                    for fault in faults_of(house, sent, name, given)
                ]
    assert not wrong, "\n".join(wrong)
    assert count > 150, "a test that sends little proves little"


QUERIES = (
    "page", "done", "next", "child", "concern", "encounter", "row", "case", "kind", "to", "how", "until",
    "since", "state", "base", "worker", "stage", "risk", "actor", "action", "code", "show", "corrects", "from_day",
    "to_day", "copy", "language",
)  # fmt: skip
BROKEN_QUERIES = ("\0", "0001-01-01")


def test_no_broken_query_breaks_a_page(house: House) -> None:
    wrong = []
    for page in pages(house.lived.organisation):
        if page.method != "GET" or page.rule.endpoint == "static":
            continue
        for text in BROKEN_QUERIES:
            for name in ("director", "supervisor"):
                client = house.lived.organisation.client(name)
                address = page.address(house.lived.ids).partition("?")[0]
                status = client.get(address, query_string=dict.fromkeys(QUERIES, text)).status_code
                if status >= 500:
                    wrong.append(f"{page.name} {text!r} {status}")
                if status not in {403, 404}:
                    break
    assert wrong == []


@pytest.mark.parametrize("cookie", ["wayhome", "device", "language", "appearance", "visitor"])
@pytest.mark.parametrize("text", ["", "abc", "\0", "é", "9" * 4000, "a" * 43])
def test_no_broken_cookie_breaks_a_page(house: House, cookie: str, text: str) -> None:
    client = house.lived.organisation.app.test_client()
    for address in ("/sign-in", "/today"):
        assert client.get(address, headers={"Cookie": f"{cookie}={text}"}).status_code < 500

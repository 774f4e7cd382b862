"""Asks every page as every role, and writes down what came back.

`python -m tests.access.asking` writes the checked-in table anew; read its difference before committing it.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.foundation.access_rules import reach_of
from app.foundation.permissions import Permission
from tests.support.lived_in import LivedIn, live_in
from tests.support.organisation import Organisation, build_organisation, copy_of, settings_in

TABLE = Path(__file__).with_name("urls.txt")

ASKERS = (
    "visitor",
    "field",
    "field2",
    "caseworker",
    "othercaseworker",
    "counsellor",
    "supervisor",
    "supervisor2",
    "director",
    "technician",
    "auditor",
    "othersupervisor",
)
"""Roles and scopes: `field2` was not on the shift, `othercaseworker` is not assigned, `supervisor2` is the safeguarding
member, the last is of another base."""

PLAIN_VALUES = {"code": "en", "when": "2026-10-30-1400-1600"}
"""Values for parts of an address that are not ids of records; of a choice of words the first is asked."""

WHICH_PACKET = {
    "packets.approve": "frozen_packet_id",
    "packets.refuse": "frozen_packet_id",
    "packets.send_back": "frozen_packet_id",
    "packets.correct": "leaving_packet_id",
    "packets.export": "leaving_packet_id",
    "packets.correct_closed": "leaving_packet_id",
    "packets.hand_over": "leaving_packet_id",
    "packets.receive": "leaving_packet_id",
    "packets.tell_outcome": "leaving_packet_id",
    "packets.recall": "leaving_packet_id",
    "packets.end_recall": "leaving_packet_id",
    "packets.correct_step": "leaving_packet_id",
    "packets.take_out_step": "leaving_packet_id",
    "packets.withdraw": "leaving_packet_id",
}
"""Pages that a draft does not have are asked about a packet that waits for approval, or that has left."""

QUERIES = {"cases.open_case": ("child", "child_id"), "packets.new_packet": ("case", "case_id")}
"""Pages that are about a record named in the query: its name there and in the lived-in organisation."""

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

_FORM_TOKENS: dict[str, tuple[str, str]] = {}
"""By session, the cookie and the token that a page gave; a copy of an organisation takes both as its own."""


@dataclass(frozen=True)
class Page:
    """One way to ask one address."""

    method: str
    rule: Rule

    @property
    def name(self) -> str:
        """The page as the table names it."""
        return f"{self.method} {self.rule.rule}"

    def address(self, ids: dict[str, UUID]) -> str:
        """Return the address with the lived-in organisation's records in it."""
        address = self.rule.rule
        if self.rule.endpoint in WHICH_PACKET:
            ids = ids | {"packet_id": ids[WHICH_PACKET[self.rule.endpoint]]}
        for converter, name in re.findall(r"<(?:([^:>]+):)?([^>]+)>", self.rule.rule):
            choices = re.match(r"any\((\w+)", converter)
            value = choices[1] if choices else ids.get(name) or PLAIN_VALUES.get(name) or uuid4()
            address = address.replace(f"<{converter}:{name}>" if converter else f"<{name}>", str(value))
        name, record = QUERIES.get(self.rule.endpoint, ("", ""))
        return f"{address}?{name}={ids[record]}" if name else address


def pages(organisation: Organisation) -> Iterator[Page]:
    """Return every page of the application."""
    for rule in sorted(organisation.app.url_map.iter_rules(), key=lambda found: found.rule):
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Page(method, rule)


def requires(organisation: Organisation, page: Page) -> Permission | None:
    """Return the permission a page declares."""
    view = organisation.app.view_functions[page.rule.endpoint]
    found: Permission | None = getattr(view, "wayhome_requires", None)
    return found


def may(organisation: Organisation, name: str, permission: Permission) -> bool:
    """Tell whether the matrix gives a cast member the permission at all."""
    work = organisation.open(name)
    work.end_transaction()
    return reach_of(work.person, permission) is not None


def ask(lived: LivedIn, page: Page, name: str) -> int:
    """Ask one page as one person: a GET, or a POST of an empty form with its token. Returns the status."""
    client = lived.organisation.client(None if name == "visitor" else name)
    address = page.address(lived.ids)
    if page.method == "GET":
        return client.get(address).status_code
    token = _form_token(lived.organisation, client, name)
    return client.post(address, data={"csrf_token": token} if token else {}).status_code


def _form_token(organisation: Organisation, client: FlaskClient, name: str) -> str:
    """Return the token of a form that this person has open in this browser; a form is drawn once a session."""
    session = organisation.token(name) if name != "visitor" else str(organisation.server.installation_id)
    if session in _FORM_TOKENS:
        cookie, token = _FORM_TOKENS[session]
        client.set_cookie("visitor", cookie)
        return token
    found = TOKEN.search(client.get("/account" if name != "visitor" else "/sign-in").text)
    visitor = client.get_cookie("visitor")
    if found is None or visitor is None:
        return ""
    _FORM_TOKENS[session] = visitor.value, found[1]
    return found[1]


def fresh_copy(template: LivedIn, folder: Path) -> LivedIn:
    """Return a copy of the lived-in organisation that nobody has asked anything yet."""
    place = folder / uuid4().hex
    place.mkdir()
    return LivedIn(copy_of(template.organisation, place), template.ids)


def rows(template: LivedIn, asked: Iterable[Page], folder: Path) -> Iterator[str]:
    """Yield the table's line for each page: what each asker got, one after the other.

    Each POST is asked in a fresh copy; looking changes nothing, so every GET is asked in the same one.
    """
    unchanged = fresh_copy(template, folder)
    for page in asked:
        lived = unchanged if page.method == "GET" else fresh_copy(template, folder)
        answers = [f"{name}={ask(lived, page, name)}" for name in ASKERS]
        yield f"{page.name}: {' '.join(answers)}"
        if lived is not unchanged:
            lived.organisation.server.store.engine.dispose()
    unchanged.organisation.server.store.engine.dispose()


def table(lines: Iterable[str]) -> str:
    """Return the table's text."""
    return "".join(f"{line}\n" for line in sorted(lines))


def main() -> None:
    """Write the checked-in table anew."""
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        (folder / "template").mkdir()
        lived = live_in(build_organisation(settings_in(folder / "template")))
        TABLE.write_text(table(rows(lived, pages(lived.organisation), folder)))


if __name__ == "__main__":
    main()

"""Builds what every page's frame shows: the rail by role, the search box, the person, notices, language."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext

from app.cases.named import child_of_case
from app.children.names import ChildName
from app.foundation.access_rules import reach_of
from app.foundation.local_paths import with_draft
from app.foundation.permissions import Permission
from app.foundation.roles import ROLE_LABELS
from app.server import Server
from app.sign_in.sessions import SignedIn
from app.staff.frame_facts import FrameFacts, frame_facts
from app.today.counts import rail_counts
from views.web.cookies import THEME_COOKIE, THEMES
from views.web.form_marks import form_token, sent_token
from views.web.guard import this_person, this_server, this_work
from views.web.language import page_language
from views.web.notices import notice_of
from views.web.places import BOTTOM_FIRST, BOTTOM_OF_THE_OFFICE, BOTTOM_PLACES, PLACES, TOPICS, Place


@dataclass(frozen=True)
class RailItem:
    """A line of the rail."""

    key: str
    label: str
    url: str
    icon: str
    count: int | None
    current: bool


@dataclass(frozen=True)
class FramePerson:
    """The person as the frame names them."""

    display_name: str
    role_label: str
    base_label: str


@dataclass(frozen=True)
class Notice:
    """What has just happened, in words."""

    kind: str
    text: str


@dataclass(frozen=True)
class Link:
    """Words and the address they link to."""

    label: str
    url: str
    code: str = ""

    @property
    def text(self) -> str:
        """The words."""
        return self.label


class Frame:
    """What `layout/page.html` needs; each part is worked out only when a page asks for it."""

    def __init__(self, server: Server, signed_in: SignedIn | None) -> None:
        self._server = server
        self._signed_in = signed_in

    @cached_property
    def _facts(self) -> FrameFacts | None:
        if self._signed_in is None or "trouble" in g:
            return None
        one = self._signed_in
        return frame_facts(self._server, one.person, one.keychain, one.session_id)

    @cached_property
    def person(self) -> FramePerson | None:
        """The signed-in person, or None."""
        if self._signed_in is None:
            return None
        person = self._signed_in.person
        base = (self._facts.base_name if self._facts else "") or gettext("All bases")
        return FramePerson(person.display_name, gettext(ROLE_LABELS[person.role]), base)

    @cached_property
    def rail(self) -> list[RailItem]:
        """The places this person may go to."""
        if self._signed_in is None or not self._signed_in.is_admitted:
            return []
        return [self._item(place) for place in PLACES if self._is_open(place)]

    @property
    def bottom(self) -> list[RailItem]:
        """The four places a phone shows: those the role uses most, then whatever else there is."""
        if self._signed_in is None:
            return []
        first = BOTTOM_FIRST.get(self._signed_in.person.role, BOTTOM_OF_THE_OFFICE)
        return sorted(self.rail, key=lambda item: item.key not in first)[:BOTTOM_PLACES]

    def _is_open(self, place: Place) -> bool:
        if self._signed_in is None or place.endpoint not in current_app.view_functions:
            return False
        person = self._signed_in.person
        if place.unless is not None and reach_of(person, place.unless) is not None:
            return False
        return reach_of(person, place.permission) is not None

    @cached_property
    def _counts(self) -> dict[str, int]:
        work = this_work()
        return rail_counts(work) if work is not None else {}

    @cached_property
    def _topic(self) -> str:
        """The current page's topic, or the one place it is below, for people who have that place."""
        topic = request.blueprint or ""
        above = TOPICS[topic].within if topic in TOPICS else ""
        return next((place.key for place in PLACES if place.key == above and self._is_open(place)), topic)

    def _item(self, place: Place) -> RailItem:
        current = self._topic in {place.key, place.endpoint.split(".")[0]}
        count = self._counts.get(place.key)
        return RailItem(place.key, gettext(place.label), url_for(place.endpoint), place.icon, count, current)

    def child_of(self, code: str) -> ChildName | None:
        """The child whose case has that code, for people who reach the case and hold the name card."""
        work = this_work()
        return child_of_case(work, code) if work is not None else None

    @property
    def search_url(self) -> str | None:
        """The address the search box posts to, for people who may look children up."""
        if self._signed_in is None or "search.find" not in current_app.view_functions:
            return None
        may = reach_of(self._signed_in.person, Permission.PROFILE_READ)
        return url_for("search.find") if may and self._signed_in.is_admitted else None

    @property
    def practice(self) -> bool:
        """Whether the banner is shown."""
        return self._server.is_practice

    @property
    def locale(self) -> str:
        """The page's language code."""
        return page_language()

    @property
    def locales(self) -> list[Link]:
        """The languages there are, each in its own words."""
        here = request.full_path.rstrip("?") if request.method == "GET" else "/"
        names = (("en", "English"), ("km", "ខ្មែរ"))
        return [
            Link(name, url_for("choices.choose_language", code=code, next=here), code) for code, name in names
        ]

    @property
    def theme(self) -> str:
        """light, dark or auto."""
        chosen = self._signed_in.theme if self._signed_in else request.cookies.get(THEME_COOKIE)
        return chosen if chosen in THEMES else "auto"

    @property
    def theme_url(self) -> str:
        """The address the appearance form posts to."""
        return url_for("choices.choose_theme")

    @property
    def sign_out_url(self) -> str:
        """The address signing out posts to."""
        return url_for("sign_in.sign_out")

    @property
    def account_url(self) -> str:
        """The person's own account page."""
        return url_for("account.show_account")

    @property
    def notice(self) -> Notice | None:
        """What the last step did, from a closed list of codes in the address."""
        found = notice_of(request.args.get("done", ""))
        return Notice(found.kind, gettext(found.text)) if found else None

    @property
    def rescued(self) -> Link | None:
        """A form that was kept when the session ended, or when the password was asked for again."""
        if self._facts is None or self._facts.draft_id is None or "restore" in request.args:
            return None
        if self._facts.draft_was_proof:
            text = gettext(
                "Your password was asked for while a form was open. What you had written is kept for a day."
            )
        else:
            text = gettext(
                "You were signed out while a form was open. What you had written is kept for a day."
            )
        return Link(text, with_draft(self._facts.draft_path, self._facts.draft_id))

    @property
    def csrf_token(self) -> Callable[[], str]:
        """Makes a form's token, which also says in whose session it was drawn."""
        if self._signed_in is None and "trouble" in g:
            return sent_token  # whoever sent it could not be asked for; it is theirs all the same
        return partial(form_token, self._signed_in)

    def static(self, name: str) -> str:
        """Return the address of a static file, with its digest so that browsers may cache it."""
        folder = current_app.static_folder
        digest = _digest(Path(folder) / name) if folder else ""
        return f"/static/{name}?v={digest}"


@lru_cache
def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()[:12]


def install(app: Flask) -> None:
    """Give every template its frame."""

    @app.context_processor
    def add_frame() -> dict[str, Any]:
        return {"frame": Frame(this_server(), this_person())}

"""Builds what every page's frame shows: the rail by role, the search box, the person, notices, language."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext

from app.foundation.access_rules import reach_of
from app.foundation.local_paths import with_draft
from app.foundation.permissions import Permission
from app.foundation.roles import ROLE_LABELS
from app.request_lifecycle.ways import CaseTop, RailGroup, Way, Ways
from app.rooms import TOPICS
from app.server import Server
from app.sign_in.sessions import SignedIn
from app.staff.frame_facts import FrameFacts, frame_facts
from views.web.cookies import THEME_COOKIE, THEMES
from views.web.form_flow import SavedBefore, saved_before
from views.web.form_marks import form_token, sent_token
from views.web.guard import this_person, this_server, this_work
from views.web.language import page_language
from views.web.notices import notice_of
from views.web.paper import PRINTED

KEPT_IS_SHOWN = frozenset({"account.show_account", "account.show_kept"})


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

    @property
    def is_printed(self) -> bool:
        """Whether a browser may print this page as it is; any other prints only how to get a numbered sheet."""
        return request.endpoint in PRINTED

    @cached_property
    def _ways(self) -> Ways | None:
        one = self._signed_in
        return Ways(one.person, this_work()) if one is not None and one.is_admitted else None

    @property
    def is_used_in_the_dark(self) -> bool:
        """Whether the page is used at night, with one hand: its targets are the largest."""
        topic = TOPICS.get(request.blueprint or "")
        return topic is not None and topic.used_in_the_dark

    @cached_property
    def rail(self) -> list[RailGroup]:
        """The places this person may go to, group by group."""
        return self._ways.rail() if self._ways is not None else []

    def place(self, key: str) -> Way | None:
        """A place of the rail, for people who may go there."""
        return next((way for group in self.rail for way in group.ways if way.key == key), None)

    @cached_property
    def bottom(self) -> list[Way]:
        """The four places that a phone shows."""
        return self._ways.bottom(self.rail) if self._ways is not None else []

    @cached_property
    def acts(self) -> list[Way]:
        """What this person may write down anew, about what the page is about."""
        return self._ways.acts() if self._ways is not None else []

    @property
    def above(self) -> Way | None:
        """The place that the address belongs under, for people who may go there."""
        return self._ways.above() if self._ways is not None else None

    def case_top(self, case_id: UUID) -> CaseTop | None:
        """What stands above a page of a case: whose it is, and the tabs."""
        return self._ways.case_top(case_id) if self._ways is not None else None

    @property
    def case_top_here(self) -> CaseTop | None:
        """The same for the case that the address names, if it names one."""
        return self._ways.case_top_here() if self._ways is not None else None

    def case_top_of_child(self, child_id: UUID) -> CaseTop | None:
        """The same above a page of a child, for people who reach a case of theirs."""
        return self._ways.case_top_of_child(child_id) if self._ways is not None else None

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
        """A form that was kept when the session ended, or when the password was asked for again.

        The pages that show what is kept say it themselves.
        """
        is_shown = request.endpoint in KEPT_IS_SHOWN or "restore" in request.args
        if is_shown or self._facts is None or self._facts.draft_id is None:
            return None
        if self._facts.draft_by is not None:
            return self._of_ended_access(self._facts)
        if self._facts.draft_is_now:
            text = gettext("What you had written is kept. Nobody has it yet: call, then send it.")
            return Link(text, with_draft(self._facts.draft_path, self._facts.draft_id), "now")
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
    def was_not_sent(self) -> bool:
        """Whether the page shows again what was written about a child in danger now, and was not sent."""
        return "restore" in request.args and self._facts is not None and self._facts.draft_is_now

    @property
    def duty_number(self) -> str:
        """The number to call in the person's base; empty if there is none."""
        return self._facts.duty_number if self._facts is not None else ""

    def _of_ended_access(self, facts: FrameFacts) -> Link:
        address = url_for("account.show_kept", draft_id=facts.draft_id)
        if self._signed_in is not None and facts.draft_by == self._signed_in.person.id:
            text = gettext(
                "A record was closed to you while you were writing. What you had written is kept for a day."
            )
        else:
            text = gettext(
                "A record was closed to a colleague who was writing. Their words are kept for you for a day."
            )
        return Link(text, address)

    @property
    def saved_before(self) -> SavedBefore | None:
        """What the page's form made once already, in other words."""
        return saved_before()

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

"""The only place where a request becomes a unit of work: permission, keychain, transaction, trail."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, NoReturn

from flask import Blueprint, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access.addresses import check_address, refuse_undeclared
from app.access.gate import abandon, actor_of, finish, is_write_conflict, record_alone, undo
from app.access.record_ids import refuse_taken_id
from app.access.scope import require
from app.bases.known import zone_of
from app.database.store import Turn
from app.foundation.day_meanings import reading_on
from app.foundation.errors import (
    ChangedOutside,
    DatabaseTrouble,
    KeyRefused,
    NoKey,
    NotVisible,
    Overtaken,
    Refused,
    WayhomeError,
    WillNotOpen,
)
from app.foundation.local_time import in_zone
from app.foundation.permissions import FRESH_PROOF, OF_ONESELF, Permission, Proof
from app.server import Server
from app.sign_in.sessions import SignedIn, open_work, touch
from app.sign_in.signing_in import require_fresh_proof
from app.unit_of_work import Mode, UnitOfWork
from views.web import late_forms
from views.web.form_reading import forget_restored, second_meant, uuid_or_none

FIRST_LEADING_ON = 300
FIRST_REFUSAL = 400
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_TRIES = 3
"""How often a work is tried when others are quicker every time."""
ID_IN_RULE = re.compile(r"<uuid:(\w+)>")


class Writes(StrEnum):
    """When a POST takes the write lock."""

    AT_ONCE = "at once"
    WHEN_READY = "when ready"
    """The service first does something slow, and then calls `work.begin_writing()`."""


@dataclass(frozen=True)
class ToldAs:
    """What the trail calls a page, and which permission it names when the page refuses.

    Where a page's own name would tell too much, these are those of another page, from which nobody can tell it apart.
    """

    page: str
    permission: Permission


@dataclass(frozen=True)
class Page:
    """What a guarded route declares; `ids` are the names of the ids in its address, in order."""

    view: Callable[..., ResponseReturnValue]
    requires: Permission
    writes: Writes
    ids: tuple[str, ...]
    methods: tuple[str, ...]
    told_as: ToldAs | None

    def in_trail(self) -> ToldAs:
        """Return what the trail calls this page."""
        return self.told_as or ToldAs(request.endpoint or "", self.requires)

    def check_proof(self, work: UnitOfWork, method: str) -> None:
        """Raise FreshProofNeeded when the permission asks for the password again before this."""
        asks = FRESH_PROOF.get(self.requires)
        opens_form = asks is Proof.WHEN_OPENED and "POST" in self.methods
        if asks is not None and (method not in SAFE_METHODS or opens_form):
            require_fresh_proof(work)


class GuardedBlueprint(Blueprint):
    """A blueprint on which every route says who may use it."""

    def route(self, rule: str, **options: Any) -> NoReturn:  # noqa: ARG002 - refused whatever the options
        """Refuse: a route that does not say who may use it cannot start."""
        raise TypeError(f"{rule}: use guarded(..., requires=...) or public(...)")

    def public(self, rule: str, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[Any], Any]:
        """Declare a page for visitors who are not signed in."""

        def declare(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
            @wraps(view)
            def enter(**values: Any) -> ResponseReturnValue:
                return _tried(lambda _turn: view(**values))

            _remember(enter, requires=None)
            self.add_url_rule(rule, view_func=enter, methods=list(methods))
            return enter

        return declare

    def public_form(self, rule: str) -> Callable[[Any], Any]:
        """Declare a page for visitors that shows a form and receives it."""
        return self.public(rule, methods=("GET", "POST"))

    def guarded(
        self,
        rule: str,
        *,
        requires: Permission,
        methods: tuple[str, ...] = ("GET",),
        writes: Writes = Writes.AT_ONCE,
        told_as: ToldAs | None = None,
    ) -> Callable[[Any], Any]:
        """Declare a page for signed-in people with a permission. The view gets the unit of work as its first argument.

        An address with two ids needs a `declare_address` that says how they are related. `told_as` is for a page whose
        name in the trail would tell what somebody writes.
        """
        ids = tuple(ID_IN_RULE.findall(rule))
        refuse_undeclared(rule, ids)

        def declare(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
            page = Page(view, requires, writes, ids, methods, told_as)

            @wraps(view)
            def enter(**values: Any) -> ResponseReturnValue:
                return _run(page, values)

            _remember(enter, requires=requires)
            self.add_url_rule(rule, view_func=enter, methods=list(methods))
            return enter

        return declare

    def form(
        self,
        rule: str,
        *,
        requires: Permission,
        writes: Writes = Writes.AT_ONCE,
        told_as: ToldAs | None = None,
    ) -> Callable[[Any], Any]:
        """Declare a page that shows a form and receives it."""
        return self.guarded(rule, requires=requires, methods=("GET", "POST"), writes=writes, told_as=told_as)


def _remember(view: Callable[..., Any], *, requires: Permission | None) -> None:
    view.wayhome_requires = requires  # type: ignore[attr-defined]  # read by the URL x role table


def this_server() -> Server:
    """Return the server object that the process made when it started."""
    server: Server = current_app.extensions["wayhome"]
    return server


def this_person() -> SignedIn | None:
    """Return the person signed in on this request, or None."""
    signed_in: SignedIn | None = getattr(current_user, "signed_in", None)
    return signed_in


def this_work() -> UnitOfWork | None:
    """Return the work of this request, for the frame drawn around the page; None on public pages."""
    work: UnitOfWork | None = g.get("work")
    return work


def _run(page: Page, values: dict[str, Any]) -> ResponseReturnValue:
    server, signed_in = this_server(), this_person()
    if signed_in is None:
        return _ask_to_sign_in(server)
    if request.method not in SAFE_METHODS and not late_forms.is_drawn_for(server, signed_in):
        return late_forms.answer_other_person(signed_in)
    if not signed_in.is_admitted and page.requires not in OF_ONESELF:
        return redirect(url_for("account.waiting"))
    response = _tried(lambda turn: _answer(page, values, server=server, signed_in=signed_in, turn=turn))
    if signed_in.touch_due:
        with suppress(DatabaseTrouble):  # what was asked for is done, and the next page touches the session
            touch(server, signed_in)
    return response


def _tried(answer: Callable[[Turn], ResponseReturnValue]) -> ResponseReturnValue:
    """Answer; when somebody was quicker, begin again while nobody else writes. The overtaken work wrote nothing.

    Raises Overtaken when somebody was quicker at every try.
    """
    turn, quicker = Turn.BESIDE_OTHERS, None
    for _ in range(MOST_TRIES):
        try:
            return answer(turn)
        except Exception as error:
            if not is_write_conflict(error):
                raise
            turn, quicker = Turn.ALONE, error
    raise Overtaken from quicker


def _answer(
    page: Page, values: dict[str, Any], *, server: Server, signed_in: SignedIn, turn: Turn
) -> ResponseReturnValue:
    reads = request.method in SAFE_METHODS or page.writes is Writes.WHEN_READY
    work = open_work(server, signed_in, Mode.READING if reads else Mode.WRITING, turn=turn)
    work.page = page.in_trail().page
    g.work = work
    try:
        require(work, page.requires)
        check_address(work, page.ids, values)
        page.check_proof(work, request.method)
        with in_zone(zone_of(work)), reading_on(work.now):
            response = current_app.make_response(page.view(work, **values))
        if request.method == "POST" and FIRST_LEADING_ON <= response.status_code < FIRST_REFUSAL:
            _forget_saved_form(work)
        if request.method == "POST" and response.status_code < FIRST_REFUSAL:
            _check_record_id(work)
        # A page that says "not done" leaves nothing half done.
        end = finish if response.status_code < FIRST_REFUSAL else undo
        end(work, checkpoint_key=server.checkpoint_key)
    except (NotVisible, Refused, NoKey, KeyRefused, WillNotOpen) as error:
        abandon(work)
        _record_refusal(server, work, page.in_trail(), error)
        raise
    finally:
        abandon(work)
    return response


def _check_record_id(work: UnitOfWork) -> None:
    record_id = second_meant() or uuid_or_none(request.form.get("record_id"))
    if record_id is not None:
        refuse_taken_id(work, record_id)


def _forget_saved_form(work: UnitOfWork) -> None:
    if work.mode is Mode.READING:
        # A second press found the form saved already. Nothing was written, and the draft is deleted all the same.
        if "restore" not in request.args:
            return
        work.begin_writing()
    forget_restored(work)


def _record_refusal(server: Server, work: UnitOfWork, told: ToldAs, error: WayhomeError) -> None:
    # Of whoever writes to safeguarding nothing is told: the page and the permission would say what they did.
    named = {"permission": told.permission.value, "page": told.page}
    facts: dict[str, Any] = {} if work.is_unnamed else named
    record_alone(
        server.store,
        _REFUSALS.get(type(error), "not_found"),
        actor_id=actor_of(work),
        now=work.now,
        base_id=None if work.is_unnamed else work.person.base_id,
        visibility=work.opened_visibility,
        checkpoint_key=server.checkpoint_key,
        **facts,
    )


_REFUSALS: dict[type[WayhomeError], str] = {
    Refused: "refused",
    KeyRefused: "seal.refused",
    WillNotOpen: "seal.refused",
    ChangedOutside: "seal.refused",
}


def _ask_to_sign_in(server: Server) -> ResponseReturnValue:
    """Send a visitor to the sign-in page; what they typed is first sealed to them."""
    if request.method not in SAFE_METHODS:
        return late_forms.ask_to_sign_in(server)
    if request.full_path.strip("?") == "/":
        return redirect(url_for("sign_in.sign_in"))
    return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")))

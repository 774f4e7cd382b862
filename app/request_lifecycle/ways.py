"""Where a person may go from any page: the rail, the phone's bar, the + menu, and the tabs of a case."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import current_app, request, url_for
from flask_babel import gettext

from app.cases.head import CaseHead, head_of_case, head_of_child
from app.foundation.access_rules import reach_of
from app.foundation.people import Person
from app.foundation.permissions import Permission
from app.offers.places import ABOUT_IDS, CASE_TAB_LABELS, GROUP_LABELS, About, Act, CasePlace, CaseTab, Place
from app.rooms import ACTS, CASE_PLACES, PLACES, TOPICS
from app.today.counts import rail_counts
from app.unit_of_work import UnitOfWork

BOTTOM_PLACES = 4


@dataclass(frozen=True)
class Way:
    """One link of the frame. `count` is how many things wait there, where a clock counts them."""

    key: str
    label: str
    url: str
    icon: str = ""
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class RailGroup:
    """Places under one heading; the first group has none."""

    key: str
    label: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class CaseTop:
    """What stands above a page of a case: whose it is, the tabs, and the pages of the tab that is open."""

    head: CaseHead
    tabs: tuple[Way, ...]
    pages: tuple[Way, ...]


class Ways:
    """The ways of one request; a page of a case tells by `case_top` which case it is about."""

    def __init__(self, person: Person, work: UnitOfWork | None) -> None:
        self._person = person
        self._work = work
        self._tops: dict[UUID, CaseTop | None] = {}
        self._head: CaseHead | None = None
        self._topic = request.blueprint or ""

    def rail(self) -> list[RailGroup]:
        """Return the places this person may go to, group by group; a group without places is not there."""
        counts = rail_counts(self._work) if self._work is not None else {}
        ways: dict[str, list[Way]] = {}
        for place in PLACES:
            if self._is_open(place):
                ways.setdefault(place.group, []).append(self._way(place, counts.get(place.key)))
        return [
            RailGroup(group.value, gettext(label) if label else "", tuple(ways[group]))
            for group, label in GROUP_LABELS.items()
            if group in ways
        ]

    def bottom(self, rail: list[RailGroup]) -> list[Way]:
        """Return the four places of the phone's bar that this person's role wishes most."""
        role, shown = self._person.role, {way.key: way for group in rail for way in group.ways}
        wished = [
            (place.phone[role], self._on_phone(place, shown[place.key]))
            for place in PLACES
            if role in place.phone and place.key in shown
        ]
        acts = [act for act in self._acts_wanted() if role in act.phone]
        taken = {act.instead_of for act in acts}
        wished += [(act.phone[role], self._act(act, on_phone=True)) for act in acts if act.key not in taken]
        return [way for _, way in sorted(wished, key=lambda each: each[0])[:BOTTOM_PLACES]]

    def acts(self) -> list[Way]:
        """Return what this person may write down anew, each about what the page is about."""
        return [self._act(act) for act in self._acts_wanted()]

    def _acts_wanted(self) -> list[Act]:
        """Return what this person may write down anew, and has a use for."""
        open_acts = [act for act in ACTS if self._may(act.endpoint, act.permission)]
        return [
            act
            for act in open_acts
            if act.wanted is None or (self._work is not None and act.wanted(self._work))
        ]

    def case_top(self, case_id: UUID) -> CaseTop | None:
        """Return what stands above a page of a case; None when this person reaches no page of it."""
        if case_id not in self._tops:
            head = head_of_case(self._work, case_id) if self._work is not None else None
            self._tops[case_id] = self._top(head) if head is not None else None
        return self._tops[case_id]

    def case_top_here(self) -> CaseTop | None:
        """Return what stands above a page whose address names a case."""
        case_id = (request.view_args or {}).get("case_id")
        return self.case_top(case_id) if case_id is not None else None

    def case_top_of_child(self, child_id: UUID) -> CaseTop | None:
        """Return the same for the newest case of a child that this person reaches."""
        head = head_of_child(self._work, child_id) if self._work is not None else None
        return self._top(head) if head is not None else None

    def above(self) -> Way | None:
        """Return the place of the rail that the address belongs under, whether or not there is such a record."""
        key = self._within()
        place = next((place for place in PLACES if place.key == key and self._is_open(place)), None)
        return self._way(place, None) if place is not None else None

    def _may(self, endpoint: str, permission: Permission) -> bool:
        return endpoint in current_app.view_functions and reach_of(self._person, permission) is not None

    def _is_open(self, place: Place | CasePlace) -> bool:
        if place.unless is not None and reach_of(self._person, place.unless) is not None:
            return False
        return self._may(place.endpoint, place.permission)

    def _within(self) -> str:
        """Return the current page's topic, or the one place it is below, for people who have that place."""
        above = TOPICS[self._topic].within if self._topic in TOPICS else ""
        is_there = any(place.key == above and self._is_open(place) for place in PLACES)
        return above if is_there else self._topic

    def _way(self, place: Place, count: int | None) -> Way:
        own = [place.endpoint for place in PLACES]
        is_here = (
            request.endpoint == place.endpoint
            if request.endpoint in own
            else self._within() in {place.key, place.endpoint.split(".")[0]}
        )
        return Way(place.key, gettext(place.label), url_for(place.endpoint), place.icon, count, is_here)

    def _on_phone(self, place: Place, way: Way) -> Way:
        return replace(way, label=gettext(place.phone_label)) if place.phone_label else way

    def _act(self, act: Act, *, on_phone: bool = False) -> Way:
        label, icon = (
            (act.phone_label or act.label, act.phone_icon or act.icon) if on_phone else (act.label, act.icon)
        )
        about = self._about()
        carried: dict[str, Any] = {act.carries[what]: about[what] for what in about if what in act.carries}
        is_here = request.endpoint == act.endpoint
        return Way(act.key, gettext(label), url_for(act.endpoint, **carried), icon, current=is_here)

    def _about(self) -> dict[About, UUID]:
        """Return what the page is about: what its address names, and the case and child above it."""
        named = request.view_args or {}
        about = {what: named[name] for name, what in ABOUT_IDS.items() if name in named}
        if self._head is not None:
            about |= {About.CASE: self._head.id, About.CHILD: self._head.child_id}
        return about

    def _top(self, head: CaseHead) -> CaseTop:
        self._head = head
        current = self._current_page()
        shown = [
            place for place in CASE_PLACES if self._is_open(place) and (head.is_open or not place.only_open)
        ]
        tab = current.tab if current is not None else self._tab_of_topic()
        of_tab = [place for place in shown if place.tab is tab]
        pages = [_page(head, place, is_here=place is current) for place in of_tab]
        return CaseTop(head, tuple(_tabs(head, shown, tab)), tuple(pages) if len(pages) > 1 else ())

    def _current_page(self) -> CasePlace | None:
        return next(
            (place for place in CASE_PLACES if place.endpoint == request.endpoint and self._is_open(place)),
            None,
        )

    def _tab_of_topic(self) -> CaseTab | None:
        """Return the tab of a page that is no tab's own: of its topic or the one above it, or the road for the rest."""
        if request.endpoint == "children.show_child":
            return None
        tabs = {place.endpoint.split(".")[0]: place.tab for place in reversed(CASE_PLACES)}
        above = TOPICS[self._topic].within if self._topic in TOPICS else ""
        return tabs.get(self._topic) or tabs.get(above) or CaseTab.ROAD


def _tabs(head: CaseHead, shown: list[CasePlace], current: CaseTab | None) -> Iterator[Way]:
    for tab, label in CASE_TAB_LABELS.items():
        first = next((place for place in shown if place.tab is tab), None)
        if first is not None:
            yield Way(tab.value, gettext(label), _address(head, first), current=tab is current)


def _page(head: CaseHead, place: CasePlace, *, is_here: bool) -> Way:
    return Way(place.endpoint, gettext(place.label), _address(head, place), current=is_here)


def _address(head: CaseHead, place: CasePlace) -> str:
    values: dict[str, Any] = {place.argument: head.child_id if place.argument == "child_id" else head.id}
    return url_for(place.endpoint, **values)

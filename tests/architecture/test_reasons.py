"""Every reason that a service can give for what was typed stands beside its field: found by what a view calls."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import EnumType
from functools import cache, partial
from itertools import chain
from types import CodeType, FunctionType
from typing import Any

from wtforms import Form

import app.factory  # noqa: F401 - every room's words are there then
import views
from app.rooms import WORDS
from tests.architecture.source import listed

SAVES = frozenset({"save_new", "save_edit", "save_step", "save_mark", "add_reasons"})

ABOUT_NO_FIELD = frozenset(
    {
        "family-closed",
        "family-mistaken",
        "wish-settled",
        "wish-decided",
        "wish-taken-back",
        # The record, or what has happened to it meanwhile.
        *(
            "case-closed",
            "case-moved",
            "case-open-already",
            "case-does-not-fit",
            "child-mistaken",
            "concern-closed",
            "goal-ended",
        ),
        *("shift-not-ended", "shift-has-meetings", "shift-mistaken"),
        # The day and times of a register stand in its address.
        *("session-ahead", "session-times", "club-closed"),
        *("shift-ended", "shift-over", "task-done", "note-stands", "move-pending", "no-such-move"),
        *(
            "written-by-mistake",
            "concern-open",
            "concern-has-a-child",
            "concern-has-one-child",
            "concern-in-a-case",
            "linked-already",
            "marked",
        ),
        *("concern-of-another-child", "made-for-one-child", "packet-pages-not-seen", "packet-not-refusable"),
        *("packet-own-draft", "packet-no-such-part", "mark-waits", "move-needs-second", "moved-already"),
        *("moved-away", "marked-already", "not-marked"),
        *("packet-approved-already", "packet-put-back", "packet-too-long"),
        *("not-movable", "packet-case-closed", "packet-corrected-already", "packet-not-left"),
        *("packet-changed", "packet-left", "packet-withdrawn", "packet-not-draft", "packet-not-submitted"),
        *(
            "packet-unknown-recipient",
            "khmer-draft",
            "consent-withdrawn",
            "override-approved",
            "not-an-override",
        ),
        *("agreed-before", "not-to-agree", "outside-by-two", "already-set-up", "nothing-to-correct"),
        *("packet-no-such-part", "packet-pages-not-seen", "packet-not-refusable"),
        *("group-not-for-adults", "group-not-for-children", "not-healing-arts", "not-held-yet"),
        *("family-closed", "visit-reported", "visit-not-reported", "visit-not-begun", "visit-over"),
        # The whole list that was answered.
        *("list-changed", "list-gone"),
        # Who somebody is: the person who acts, or the one whom the whole page is about.
        *("director-only", "last-holder", "last-holder-self", "not-active", "account-disabled", "yourself"),
        *(
            "yourself-invite",
            "not-waiting",
            "not-named",
            "own-override",
            "own-assessment",
            "returned-not-scored",
            "not-returned",
            "root-differs",
        ),
        *("packet-own-draft", "packet-own-change"),
        # Nobody could read it, whatever stands in it.
        "no-safeguarding",
        # A visit was asked for, and the answer says something else by now.
        "not-a-visit",
    }
)
"""Reasons about no value that was typed: they stand above the form."""
ELSEWHERE = {
    "checks-missing": "each part of the list asks by itself (forms/home_visits.py)",
    "artwork-consent-age": "the view puts it beside each child (views/group_sessions/form.py)",
    "shown-by-others": "the rows are those of the children who came, each once",
    "children-unsaid": "each child of the visit asks by itself (forms/home_visits.py)",
    "why-not-alone": "each child of the visit asks by itself (forms/home_visits.py)",
    "answers-unknown": "each item of the list is checked by its own field (forms/screening.py)",
    "maybe-known": "the children who may be the same are shown above the form",
    "choose-below": "the view puts it beside each row (views/outreach/encounter_form.py)",
    "not-in-the-original": "the view puts it beside each child's words (views/concerns/each_child.py)",
    "no-words": "the view puts it beside each child's words (views/concerns/each_child.py)",
    "child-named-twice": "the view puts it beside each child (views/concerns/each_child.py)",
    "two-children-needed": "it is about all the children of the form, and stands above them",
    "child-twice": "a link of the meeting, which is left as it is (views/concerns/each_child.py)",
    "unknown-child": "a link of the meeting, which is left as it is (views/concerns/each_child.py)",
    "child-of-another-base": "no child of another base is found",
    "no-scores": "the form of a pack's version is made with it (forms/restoration.py)",
    "packet-not-khmer": "each original's field checks it first (views/packets/first_page.py)",
    "packet-khmer-unmasks": "each original's field checks it first (views/packets/first_page.py)",
    "no-such-case": "only closing asks which other case it is, not moving and reopening, by the same service",
    "search-missing": "only closing asks for it, not moving, which is saved by the same service",
    "choose-base": "a suspicion is about the child of a case, which says the base (app/stage_moves/in_danger.py)",
    "which-night": "a shift that is opened is looked for within less than a day",
}
"""Reasons that are beside a field in another way, or that this form cannot meet."""


ONE_SERVICE_FOR_SEVERAL = {
    "views.families.members.move": "what is known of each person goes along as it was checked when it was written",
    "views.families.pages.new_household": "of a child taken along nothing else is typed than two families at once",
    "views.packets.copies.take_out_step": "only a reason is typed; the service's other steps have their own forms",
}
"""Views whose service takes the steps of several forms, so that more reasons are named than this form can meet."""


def _strings(code: CodeType) -> Iterator[str]:
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _strings(const)
        for each in const if isinstance(const, tuple | frozenset) else (const,):
            if isinstance(each, str):
                yield each


def _names(code: CodeType) -> set[str]:
    inner = (const for const in code.co_consts if isinstance(const, CodeType))
    return set(code.co_names).union(*map(_names, inner))


def _plain(value: Any) -> Any:
    value = value.func if isinstance(value, partial) else value
    while isinstance(value, FunctionType) and hasattr(value, "__wrapped__"):
        value = value.__wrapped__
    return value


def _called(each: FunctionType) -> Iterator[Any]:
    """Yield what a function names, as its module knows it."""
    yield from (_plain(each.__globals__.get(name)) for name in _names(each.__code__))


def _is_followed(found: Any) -> bool:
    if not isinstance(found, FunctionType) or found.__module__.startswith("views.web"):
        return False
    return found.__module__.startswith(("app.", "views.", "forms."))


def _forms_in(each: FunctionType) -> set[type[Form]]:
    if not each.__module__.startswith(("views.", "forms.")):
        return set()
    return {found for found in _called(each) if isinstance(found, type) and issubclass(found, Form)}


def _said_by(value: Any) -> Iterator[str]:
    """Yield the texts in a constant of a module: what it names, chooses from or is made of."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from chain.from_iterable(map(_said_by, value.values()))
    elif isinstance(value, tuple | list | frozenset | set):
        yield from chain.from_iterable(map(_said_by, value))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from chain.from_iterable(_said_by(getattr(value, each.name)) for each in fields(value))


def _constants(each: FunctionType) -> Iterator[str]:
    """Yield the texts in the constants that a function names, and in those members of an enumeration that it names."""
    names = _names(each.__code__)
    for name in names:
        value = each.__globals__.get(name)
        if isinstance(value, EnumType):
            members: list[object] = [value[name].value for name in value.__members__ if name in names]
            yield from chain.from_iterable(map(_said_by, members))
        elif name.isupper():
            yield from _said_by(value)


def _answers_why(found: Any) -> bool:
    """Tell whether a function answers with a text or nothing, as those do that tell why not."""
    return _is_followed(found) and inspect.signature(found).return_annotation == (str | None)


def _reasons_in(each: FunctionType) -> set[str]:
    """Return the reasons that a function raises: said in it, in a constant that it names, or by what it asks."""
    if "NotAllowedNow" not in _names(each.__code__) or each.__module__.startswith("views."):
        return set()
    asked = [each, *filter(_answers_why, _called(each))]
    said = chain.from_iterable(chain(_strings(one.__code__), _constants(one)) for one in asked)
    return set(said) & WORDS.reasons.keys()


@cache
def _reached(view: FunctionType) -> frozenset[FunctionType]:
    """Return the functions that a view may call, directly or through others."""
    todo, seen = [view], set[FunctionType]()
    while todo:
        each = todo.pop()
        if each not in seen:
            seen.add(each)
            todo += filter(_is_followed, _called(each))
    return frozenset(seen)


def _unmarked(view: FunctionType) -> set[str] | None:
    """Return the reasons that no form of a view has a field for; None for a view that saves no form."""
    reached = _reached(view)
    forms = set[type[Form]]().union(*map(_forms_in, reached))
    saves = any(_names(each.__code__) & SAVES for each in reached if each.__module__ == view.__module__)
    if not forms or not saves:
        return None
    marked = {reason for form in forms for reason in getattr(form, "marks", {})}
    return set[str]().union(*map(_reasons_in, reached)) - marked - ABOUT_NO_FIELD - ELSEWHERE.keys()


def test_each_reason_for_what_was_typed_has_its_field() -> None:
    missing, looked_at = [], 0
    for module in pkgutil.walk_packages(views.__path__, "views."):
        for name, view in vars(importlib.import_module(module.name)).items():
            is_page = isinstance(view, FunctionType) and hasattr(view, "wayhome_requires")
            unmarked = _unmarked(_plain(view)) if is_page and view.__module__ == module.name else None
            looked_at += unmarked is not None
            if f"{module.name}.{name}" not in ONE_SERVICE_FOR_SEVERAL:
                missing += [f"{module.name}.{name}: {each}" for each in sorted(unmarked or ())]
    assert looked_at > 40, "a test that finds no forms proves nothing"
    assert not missing, listed(missing)

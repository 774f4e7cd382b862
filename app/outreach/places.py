"""Rough places: those to choose with one press for a meeting on a shift, and the name of a place."""

from collections.abc import Iterable

from app.bases.pack import Pack
from app.foundation.errors import NotAllowedNow
from app.foundation.text_cleaning import clean_text
from app.outreach.documents import Place, RoutePlan

MOST_RECENT = 3


def places_to_choose(recent: Iterable[Place], plan: RoutePlan | None) -> tuple[Place, ...]:
    """Return the last places of a shift, then its route's meeting points and areas, without repeats.

    A meeting point of a route with a single area is in that area. The same point typed without its area is the same
    place and is not offered twice.
    """
    latest = list(dict.fromkeys(place for place in recent if place.is_known))[:MOST_RECENT]
    if plan is None:
        return tuple(latest)
    area = plan.areas[0] if len(plan.areas) == 1 else ""
    points = [Place(area, point) for point in plan.points]
    offered: list[Place] = []
    for place in (*latest, *points, *(Place(area=code) for code in plan.areas)):
        if not any(_is_same(place, known) for known in offered):
            offered.append(place)
    return tuple(offered)


def _is_same(place: Place, known: Place) -> bool:
    if not place.words:
        return place == known
    is_one_area = place.area == known.area or not (place.area and known.area)
    return is_one_area and place.words.casefold() == known.words.casefold()


def short_label(place: Place, pack: Pack, locale: str) -> str:
    """Return a place's name for a button: its words, or else its area."""
    return place.words or place_label(place, pack, locale)


def place_label(place: Place, pack: Pack, locale: str) -> str:
    """Return a place's full name: its words, and its area in a locale such as "km"."""
    area = pack.areas.get(place.area)
    name = area.name.in_locale(locale) if area is not None else place.area
    return ", ".join(part for part in (place.words, name) if part)


def joined(chosen: Place, words: str) -> Place:
    """Return a chosen place, made more precise by the words typed beside it.

    The last place of a shift is chosen already when the form opens, and may be one that was made more precise before.
    What was typed for that meeting says nothing about this one, so only its name is kept, and no word is said twice.
    """
    typed, (name, *more) = clean_text(words), chosen.words.split(", ")
    if not typed or typed.casefold() in (part.casefold() for part in (chosen.words, name, *more)):
        return chosen
    return Place(chosen.area, ", ".join(part for part in (name, typed) if part))


def clean_place(place: Place, pack: Pack) -> Place:
    """Return a place as it is sealed. Raises NotAllowedNow with `place-missing` or `unknown-area`."""
    cleaned = Place(place.area, clean_text(place.words))
    if not cleaned.is_known:
        raise NotAllowedNow("place-missing")
    if cleaned.area and cleaned.area not in pack.areas:
        raise NotAllowedNow("unknown-area")
    return cleaned


def place_key(place: Place) -> str:
    """Return a place as the value of a choice: its area code, a bar, its words."""
    return f"{place.area}|{place.words}"


def place_from(key: str) -> Place:
    """Return the place that a choice means; none for an empty one."""
    area, _, words = key.partition("|")
    return Place(area, words)

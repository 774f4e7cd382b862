"""Where children come from: the areas and languages in the pack of a child's base."""

from uuid import UUID

from app.bases.known import pack_of_base
from app.bases.pack import Pack, UnknownArea
from app.unit_of_work import UnitOfWork


def pack_of(work: UnitOfWork, base_id: UUID | None) -> Pack | None:
    """Return the pack of a base, or None where there is no base yet."""
    return pack_of_base(work, base_id) if base_id is not None else None


def area_choices(pack: Pack | None, locale: str) -> list[tuple[str, str]]:
    """Return code and name of the largest areas, sorted by name in the language of the page."""
    areas = pack.children_of(None) if pack else ()
    return sorted(((area.code, area.name.in_locale(locale)) for area in areas), key=lambda pair: pair[1])


def area_name(pack: Pack | None, code: str, locale: str) -> str:
    """Return an area's name; its code when the pack no longer has it; empty for no code."""
    if not code or pack is None:
        return code
    try:
        return pack.area(code).name.in_locale(locale)
    except UnknownArea:
        return code

"""One step of setting the organisation up, as a room offers it: what it is for, and what is still lacking."""

from dataclasses import dataclass

from app.foundation.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class SetUpStep:
    """A step that directors and technicians see until every step is done.

    `what` is in marked words, and so is `why`, which says what is at stake. `lacking` names what lacks it, such as
    bases; marked words there are translated. The step is done at `endpoint`, by holders of `permission`; `by` says in
    marked words who else does it.
    """

    what: str
    why: str
    is_done: bool
    endpoint: str
    permission: Permission
    by: str
    lacking: tuple[tuple[str, str], ...] = ()
    """Pairs of marked words and a name beside them; either may be empty."""

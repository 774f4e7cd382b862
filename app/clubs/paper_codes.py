"""The codes by which children stand on a club's paper: short, checked, and of no use to whoever finds the paper. Pure.

A code is a club's own, and not the number of the child's record: nobody who finds one paper can join it to another
one, of another club or about a case. It is reckoned from the club's id and the child's, both of which only somebody who
signs in comes to see, so that it is the same on every paper and in every year, and nothing has to be stored.
"""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID, uuid5

from app.foundation.check_digits import is_checked, with_check_digit

_TAKEN_OFTEN = 20
"""After how many numbers that other children have a code gets one digit more."""
_DIGITS = 4
MOST_DIGITS = 12
"""What has more digits is no slip of a pen."""


def paper_codes(club_id: UUID, child_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return each child's code, as digits: 41273. The children come in the order in which the club got to know them.

    Whoever comes later never changes the code of a child before them.
    """
    codes: dict[UUID, str] = {}
    taken: set[str] = set()
    for child_id in child_ids:
        if child_id not in codes:
            code = next(each for each in _wished(club_id, child_id) if each not in taken)
            codes[child_id] = code
            taken.add(code)
    return codes


def written_code(code: str) -> str:
    """Return a code as paper shows it, its check digit apart: 4127-3."""
    return f"{code[:-1]}-{code[-1]}"


def meant_by(digits: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Return which of a club's codes somebody may have meant who made one slip, in order.

    One slip is a wrong digit, one too few or too many, or two neighbours that are swapped.
    """
    if len(digits) > MOST_DIGITS:
        return ()
    slips = set(_slips(digits))
    return tuple(sorted(code for code in codes if code in slips))


def is_code(digits: str) -> bool:
    """Tell whether the digits may be a code at all: otherwise one of them is wrong, or two are swapped."""
    return len(digits) > _DIGITS and is_checked(digits)


def child_of(digits: str, codes: Mapping[UUID, str]) -> UUID | None:
    """Return the child who has this code."""
    return next((child_id for child_id, code in codes.items() if code == digits), None)


def _wished(club_id: UUID, child_id: UUID) -> Iterator[str]:
    turn = 0
    while True:
        # No code begins with a nought, which people leave out.
        lowest = 10 ** (_DIGITS - 1 + turn // _TAKEN_OFTEN)
        number = uuid5(club_id, f"on paper {child_id} {turn}").int % (9 * lowest) + lowest
        yield with_check_digit(str(number))
        turn += 1


def _slips(digits: str) -> Iterator[str]:
    for at in range(len(digits) + 1):
        before, here, after = digits[:at], digits[at : at + 1], digits[at + 1 :]
        for other in "0123456789":
            yield before + other + here + after
            if here:
                yield before + other + after
        if here:
            yield before + after
        if after:
            yield before + after[0] + here + after[1:]

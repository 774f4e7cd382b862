"""Returns what may be logged about an error: its kind and the lines of code it went through, never a value.

What an error says may be what somebody typed about a child: a message, a note added to it, the parameters of a
statement, the text of a line that would not parse. None of it is read here.
"""

import traceback
from collections.abc import Iterator
from pathlib import Path

MOST_LINES = 30
"""The most lines of each error, nearest to where it broke: an endless recursion has a thousand."""
_HOUSE = Path(__file__).resolve().parents[2]


def code_lines(error: BaseException) -> str:
    """Return kind and code lines of an error, of its causes, and of the errors it bundles; one line each."""
    return "\n".join(line for each in _chain(error, set()) for line in _lines(each))


def _chain(error: BaseException, seen: set[int]) -> Iterator[BaseException]:
    """Yield the error, then its causes, then the errors it bundles; each once, however they refer to each other."""
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting.append(each.__cause__ or (None if each.__suppress_context__ else each.__context__))
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions


def _lines(error: BaseException) -> Iterator[str]:
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}"
    steps = list(traceback.walk_tb(error.__traceback__))[-MOST_LINES:]
    for frame, line in steps:
        yield f"  {_shown(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"


def _shown(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(_HOUSE)) if path.is_relative_to(_HOUSE) else file

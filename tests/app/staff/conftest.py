"""What the tests of accounts and keys share."""

from uuid import uuid4

from app.bases.making import NewBase


def new_base(name: str, prefix: str) -> NewBase:
    """Return a base as it is typed."""
    return NewBase(uuid4(), name, prefix, "cambodia", "Asia/Phnom_Penh")

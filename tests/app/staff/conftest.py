"""What the tests of accounts and keys share."""

from uuid import uuid4

from app.bases.making import BaseInput


def new_base(name: str, prefix: str) -> BaseInput:
    """Return a base as it is typed."""
    return BaseInput(uuid4(), name, prefix, "cambodia", "Asia/Phnom_Penh")

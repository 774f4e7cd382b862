"""Hypothesis strategies for keys, places and damage done to sealed bytes."""

from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st

from app.vault.sealing import Place
from app.vault.secrets import SymmetricKey

# No deadline: the machine that runs the tests may be busy, and slowness is not what they ask about.
GENTLY = settings(deadline=None, max_examples=60)
SLOW_KEYS = settings(deadline=None, max_examples=20)

symmetric_keys = st.binary(min_size=32, max_size=32).map(SymmetricKey)
plaintexts = st.binary(max_size=700)
names = st.text(min_size=1, max_size=20)
key_versions = st.integers(min_value=1, max_value=2**31)
uuids = st.uuids(allow_nil=True)

places = st.builds(
    Place,
    installation=uuids,
    table=names,
    column=names,
    row=uuids,
    folder=uuids,
    key_version=key_versions,
)


def other_value(value: UUID | str | int) -> st.SearchStrategy[UUID | str | int]:
    """Return values of the same kind that differ from `value`."""
    kinds: dict[type, st.SearchStrategy[UUID | str | int]] = {UUID: uuids, str: names, int: key_versions}
    return kinds[type(value)].filter(lambda candidate: candidate != value)


def damaged(data: st.DataObject, sealed: bytes) -> bytes:
    """Draw what a disk or an attacker could leave of `sealed`: a flipped bit, a cut, or bytes added."""
    kind = data.draw(st.sampled_from(["bit flip", "cut", "added"]))
    if kind == "cut":
        return sealed[: data.draw(st.integers(0, len(sealed) - 1))]
    if kind == "added":
        return sealed + data.draw(st.binary(min_size=1, max_size=40))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    flipped = bytearray(sealed)
    flipped[bit // 8] ^= 1 << bit % 8
    return bytes(flipped)

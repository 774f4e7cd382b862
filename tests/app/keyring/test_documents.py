"""A sealed document whose shape changed reads back as it would be written today; an unknown shape does not open."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.foundation.errors import WillNotOpen
from app.keyring.documents import from_bytes, sealed_in, to_bytes
from app.keyring.policy import FolderKind
from app.keyring.writing import make_folder
from tests.support.organisation import RIVERSIDE, Organisation

CASE = UUID("00000000-0000-4000-8000-0000000000c1")


def name_split(plain: dict[str, Any]) -> dict[str, Any]:
    """1 to 2: one name became two."""
    family, _, given = plain.pop("name").partition(" ")
    return plain | {"family": family, "given": given}


def visits_counted(plain: dict[str, Any]) -> dict[str, Any]:
    """2 to 3: the days of the visits are kept, and no longer how many there were."""
    return plain | {"days": [None] * plain.pop("visits")}


@sealed_in("test", "visitor")
@dataclass(frozen=True)
class FirstVisitor:
    """How a visitor was written at first."""

    name: str
    visits: int


@sealed_in("test", "visitor", earlier=(name_split,))
@dataclass(frozen=True)
class SecondVisitor:
    """How a visitor was written next."""

    family: str
    given: str
    visits: int


@sealed_in("test", "visitor", earlier=(name_split, visits_counted))
@dataclass(frozen=True)
class Visitor:
    """How a visitor is written today."""

    family: str
    given: str
    days: tuple[str | None, ...]


TODAY = Visitor("Sok", "Maly", (None, None))


@pytest.mark.parametrize(
    "written", [FirstVisitor("Sok Maly", 2), SecondVisitor("Sok", "Maly", 2), TODAY], ids=["1", "2", "3"]
)
def test_a_document_of_any_version_reads_back_as_it_would_be_written_today(written: Any) -> None:
    assert from_bytes(Visitor, to_bytes(written)) == TODAY


def test_the_first_version_says_nothing_of_versions_and_later_ones_do() -> None:
    assert "_version" not in json.loads(to_bytes(FirstVisitor("Sok Maly", 2)))
    assert json.loads(to_bytes(SecondVisitor("Sok", "Maly", 2)))["_version"] == 2
    assert json.loads(to_bytes(TODAY))["_version"] == 3


def test_what_a_later_version_wrote_does_not_open_in_an_earlier_one() -> None:
    with pytest.raises(WillNotOpen):
        from_bytes(SecondVisitor, to_bytes(TODAY))
    with pytest.raises(WillNotOpen):
        from_bytes(FirstVisitor, to_bytes(TODAY))


@pytest.mark.parametrize("version", [0, 1, 4, -1, True, None, "2", 2.5, [2]])
def test_a_version_that_there_never_was_does_not_open(version: object) -> None:
    plain = json.loads(to_bytes(TODAY)) | {"_version": version}

    with pytest.raises(WillNotOpen):
        from_bytes(Visitor, json.dumps(plain).encode())


@pytest.mark.parametrize(
    "plain", [{}, {"name": "Sok Maly"}, {"name": 1, "visits": 2}, {"visits": 2, "x": 1}, [], 7]
)
def test_what_does_not_fit_the_version_it_says_does_not_open(plain: object) -> None:
    with pytest.raises(WillNotOpen):
        from_bytes(Visitor, json.dumps(plain).encode())


def test_a_sealed_document_lies_in_the_new_shape_once_it_is_sealed_again(organisation: Organisation) -> None:
    row_id = uuid4()
    with organisation.writing("supervisor") as work:
        folder = make_folder(work, FolderKind.CASE, base_id=RIVERSIDE, case_id=CASE)
        sealed = folder.seal(FirstVisitor("Sok Maly", 2), row_id)
        opened = folder.open(Visitor, row_id, sealed)
        resealed = folder.seal(opened, row_id)

        assert opened == TODAY
        with pytest.raises(WillNotOpen):
            folder.open(FirstVisitor, row_id, resealed)
        assert folder.open(Visitor, row_id, resealed) == TODAY

"""A case that a packet can be made of, for every test of their pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.organisation import Organisation
from tests.support.packets import PacketCase, told_copy


@pytest.fixture
def told(built_organisation: Organisation, tmp_path: Path) -> Iterator[tuple[Organisation, PacketCase]]:
    fresh, case = told_copy(built_organisation, tmp_path)
    yield fresh, case
    fresh.server.store.engine.dispose()


@pytest.fixture
def organisation(told: tuple[Organisation, PacketCase]) -> Organisation:
    return told[0]


@pytest.fixture
def case(told: tuple[Organisation, PacketCase]) -> PacketCase:
    return told[1]

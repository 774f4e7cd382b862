"""The organisation with a record of every kind, built once."""

from pathlib import Path

import pytest

from tests.support.lived_in import LivedIn, live_in
from tests.support.organisation import Organisation, copy_of


@pytest.fixture(scope="session")
def lived_template(built_organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> LivedIn:
    """One record of every kind; copied before anything is asked."""
    return live_in(copy_of(built_organisation, tmp_path_factory.mktemp("lived")))


@pytest.fixture
def lived(lived_template: LivedIn, tmp_path: Path) -> LivedIn:
    """A copy for this test alone."""
    return LivedIn(copy_of(lived_template.organisation, tmp_path), lived_template.ids)

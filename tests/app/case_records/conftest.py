"""One organisation for all tests of what is promised of every record of a case."""

from collections.abc import Iterator

import pytest

from tests.support.organisation import Organisation, copy_of
from tests.support.record_ground import Ground, laid_out


@pytest.fixture(scope="module")
def ground(built_organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """One organisation for the tests of a file, which leave it as they found it, or add to it."""
    organisation = copy_of(built_organisation, tmp_path_factory.mktemp("contract"))
    yield laid_out(organisation)
    organisation.server.store.engine.dispose()

"""The built practice organisation, and who may try it out."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.factory import StartOptions, make_app, server_of
from app.foundation.settings import Settings
from app.practice.building import PRACTICE
from app.practice.sign_ins import SignIn, read_sign_ins
from tests.support.practice import built_practice


@pytest.fixture(scope="session")
def practice_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Where the built practice organisation lies."""
    return built_practice(tmp_path_factory)


@pytest.fixture
def practice(practice_settings: Settings) -> Iterator[Flask]:
    """The application over the practice organisation, with the machine's own clock."""
    app = make_app(practice_settings, StartOptions(kind=PRACTICE))
    yield app
    server_of(app).store.engine.dispose()


@pytest.fixture
def sign_ins(practice_settings: Settings) -> dict[str, SignIn]:
    """Who may be tried out, by role."""
    return {each.role: each for each in read_sign_ins(practice_settings.data_folder)}

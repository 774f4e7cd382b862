"""A practice organisation is there whole or not at all, whenever its building was cut off."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.database.data_folder import MARK_FILE, make_data_folder, read_mark
from app.foundation.errors import NotReady
from app.foundation.settings import Engine, Settings
from app.practice import place as places
from app.practice.building import build_in_place
from app.practice.place import Place, taken_place
from app.practice.sign_ins import SignIn, write_sign_ins


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Where the practice organisation is to be."""
    return Settings(tmp_path / "data", Engine.SQLITE, None, tmp_path / "data.key", None)


def make_half(place: Place) -> None:
    """Make what a building that was cut off leaves."""
    make_data_folder(place.building, "practice")


def make_whole(place: Place) -> None:
    """Make what a building leaves that only was not moved yet."""
    make_half(place)
    write_sign_ins(place.building.data_folder, [SignIn("field", "field", "words")])


def test_what_was_made_is_moved_with_its_key_and_nothing_is_left_beside_it(settings: Settings) -> None:
    with taken_place(settings) as place:
        make_whole(place)
        place.move()

    assert read_mark(settings) is not None
    assert settings.key_file.exists()
    assert sorted(path.name for path in settings.data_folder.parent.iterdir()) == ["data", "data.key"]


def test_what_a_cut_off_building_left_is_gone_at_the_next_start(settings: Settings) -> None:
    with taken_place(settings) as place:
        make_half(place)

    with taken_place(settings) as place:
        assert not place.is_whole
        assert not list(place.building.data_folder.iterdir())
        assert not place.building.key_file.exists()
    assert read_mark(settings) is None


def test_what_was_whole_and_not_moved_is_moved_at_the_next_start(settings: Settings) -> None:
    with taken_place(settings) as place:
        make_whole(place)

    with taken_place(settings) as place:
        assert place.is_whole
        place.move()
    assert read_mark(settings) is not None


def test_a_kill_between_the_two_moves_is_mended_at_the_next_start(settings: Settings) -> None:
    with taken_place(settings) as place:
        make_whole(place)
        place.building.key_file.rename(settings.key_file)

    with taken_place(settings) as place:
        place.move()
    assert read_mark(settings) is not None
    assert settings.key_file.exists()


def test_the_key_of_a_folder_that_lies_elsewhere_is_never_written_over(settings: Settings) -> None:
    settings.key_file.write_text("the only key there is")

    with pytest.raises(NotReady, match="key file but no data folder"), taken_place(settings):
        pytest.fail("the place was taken")
    assert settings.key_file.read_text() == "the only key there is"
    assert not settings.data_folder.with_name("data.building").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(settings: Settings) -> None:
    settings.data_folder.mkdir()
    (settings.data_folder / "letters.txt").write_text("mine")

    with pytest.raises(NotReady, match="not Wayhome's"), taken_place(settings):
        pytest.fail("the place was taken")
    assert (settings.data_folder / "letters.txt").read_text() == "mine"


def test_two_do_not_build_at_one_place(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "LONGEST_WAIT_SECONDS", 0)

    with (
        taken_place(settings),
        pytest.raises(NotReady, match="Another start"),
        taken_place(replace(settings)),
    ):
        pytest.fail("the place was taken twice")


def test_a_database_that_does_not_answer_is_said_in_one_line(settings: Settings) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/wayhome"
    away = replace(settings, engine=Engine.POSTGRESQL, postgresql_url=url)

    with (
        pytest.raises(NotReady, match="cannot be used") as refusal,
        taken_place(away),
    ):
        pass
    assert "\n" not in str(refusal.value)
    assert list(settings.data_folder.parent.iterdir()) == []


def test_what_another_start_made_and_moved_while_this_one_waited_is_left_as_it_is(settings: Settings) -> None:
    settings.data_folder.mkdir()
    (settings.data_folder / MARK_FILE).write_text("{}")
    settings.key_file.write_text("its key")

    assert build_in_place(settings, lambda _done, _what: pytest.fail("made once more")) == []

    assert settings.key_file.read_text() == "its key"
    assert [path.name for path in settings.data_folder.iterdir()] == [MARK_FILE]
    assert not settings.data_folder.with_name("data.building").exists()

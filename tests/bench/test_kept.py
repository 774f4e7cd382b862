"""Organisations that are measured are made once, and gone on with when their making was stopped."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bench import kept
from bench.kept import Kept, Scale
from bench.twins import MARK, Twin

Made = list[str]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """Make nothing, and say what would have been made."""
    runs: Made = []

    def run(command: list[str], place: Path) -> None:
        runs.append(next(word for word in command if word in ("bench.founding", "bench.growing")))
        (place / "data").mkdir(exist_ok=True)

    monkeypatch.setattr(kept, "run_in", run)
    return runs


def test_it_is_made_from_the_next_smaller_one_and_only_once(made: Made, tmp_path: Path) -> None:
    for _ in range(2):
        Kept(tmp_path).make(Twin.SEALED, Scale.ORGANISATION)

    assert made == ["bench.founding", "bench.growing", "bench.growing"]
    assert Kept(tmp_path).has(Twin.SEALED, Scale.SMALL)


def test_one_whose_making_was_stopped_is_gone_on_with(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on: Callable[[list[str], Path], None] = kept.run_in

    def stop(command: list[str], place: Path) -> None:
        go_on(command, place)
        if "bench.growing" in command:
            raise SystemExit("stopped")

    monkeypatch.setattr(kept, "run_in", stop)
    with pytest.raises(SystemExit):
        Kept(tmp_path).make(Twin.SEALED, Scale.SMALL)
    monkeypatch.setattr(kept, "run_in", go_on)
    Kept(tmp_path).make(Twin.SEALED, Scale.SMALL)

    assert made == ["bench.founding", "bench.growing", "bench.growing"]


def test_only_the_twins_places_are_marked_as_unsealed(made: Made, tmp_path: Path) -> None:
    places = {twin: Kept(tmp_path).make(twin, Scale.SMALL) for twin in Twin}

    assert (places[Twin.UNSEALED] / MARK).exists()
    assert not (places[Twin.SEALED] / MARK).exists()


def test_another_schema_has_places_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Kept(tmp_path).place(Twin.SEALED, Scale.SMALL)
    monkeypatch.setattr(kept, "SHAPE", kept.SHAPE + 1)

    assert Kept(tmp_path).place(Twin.SEALED, Scale.SMALL) != before

"""Pages are drawn in another process, which ends over its budget and takes nothing with it."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest

from app.packets.drawing import DrawingStopped, PageDrawer
from app.packets.rendering import TextAttachment, render_pdf
from tests.app.packets.packet_samples import NOW

SHORT = "<html lang=en><title>t</title><body><p>Call us. \u1780</p></body></html>"
ENDLESS = f"<html lang=en><title>t</title><body>{'<table><tr><td>' * 400}{'word ' * 60_000}</body></html>"
NOTE = TextAttachment(name="note.txt", text="Call us.", description="the words")


@pytest.fixture
def drawer() -> Iterator[PageDrawer]:
    """A drawer with a process of its own and a budget of three seconds."""
    made = PageDrawer(most_seconds=3.0)
    yield made
    made.end()


def process_of(drawer: PageDrawer) -> int:
    """Return the id of the other process."""
    process = vars(drawer)["_process"]
    assert process is not None
    return int(process.pid)


def test_it_draws_what_this_process_would_draw(drawer: PageDrawer) -> None:
    drawn = drawer.draw(SHORT, made_at=NOW, attachments=(NOTE,))
    assert drawn == render_pdf(SHORT, made_at=NOW, attachments=(NOTE,))
    assert drawn.pages == 1


def test_a_drawing_over_its_seconds_is_stopped_and_the_next_is_made(drawer: PageDrawer) -> None:
    drawer.draw(SHORT, made_at=NOW, attachments=())
    process, began = process_of(drawer), monotonic()
    with pytest.raises(DrawingStopped):
        drawer.draw(ENDLESS, made_at=NOW, attachments=())
    assert monotonic() - began < 10, "it was ended, and not waited for"
    assert drawer.draw(SHORT, made_at=NOW, attachments=()).pages == 1
    assert process_of(drawer) == process


def test_a_drawing_over_its_memory_is_stopped_and_the_next_is_made() -> None:
    tight = PageDrawer(most_seconds=30, most_memory=420 << 20)
    large = TextAttachment(name="note.txt", text="word " * (16 << 20), description="the words")
    try:
        with pytest.raises(DrawingStopped):
            tight.draw(SHORT, made_at=NOW, attachments=(large,))
        assert tight.draw(SHORT, made_at=NOW, attachments=()).pages == 1
    finally:
        tight.end()


def test_a_process_that_was_killed_is_started_again(drawer: PageDrawer) -> None:
    drawer.draw(SHORT, made_at=NOW, attachments=())
    os.kill(process_of(drawer), signal.SIGKILL)
    vars(drawer)["_process"].wait()
    assert drawer.draw(SHORT, made_at=NOW, attachments=()).pages == 1


def test_it_ends_with_the_process_that_asks(drawer: PageDrawer) -> None:
    drawer.draw(SHORT, made_at=NOW, attachments=())
    process = vars(drawer)["_process"]
    drawer.end()
    assert process.returncode == 0


def test_it_leaves_no_unpacked_fonts_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    drawer = PageDrawer()
    for _time in range(2):
        drawer.draw(SHORT, made_at=NOW, attachments=())
    (folder,) = tmp_path.iterdir()
    until = monotonic() + 5
    while len(list(folder.iterdir())) > 1 and monotonic() < until:
        sleep(0.05)  # a drawing answers, and then takes its own away
    assert len(list(folder.iterdir())) == 1, "what was loaded once for all drawings"
    drawer.end()
    assert list(tmp_path.iterdir()) == []


def test_several_people_are_drawn_for_at_once(drawer: PageDrawer) -> None:
    with ThreadPoolExecutor(4) as people:
        drawn = people.map(lambda _: drawer.draw(SHORT, made_at=NOW, attachments=()).pages, range(8))
        assert list(drawn) == [1] * 8


def test_it_is_told_no_secret_of_the_environment(drawer: PageDrawer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYHOME_KEY_FILE", "/somewhere/secret")
    drawer.draw(SHORT, made_at=NOW, attachments=())
    environment = Path(f"/proc/{process_of(drawer)}/environ").read_bytes()
    assert b"WAYHOME" not in environment

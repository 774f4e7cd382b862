"""Makes one referral packet from beginning to end: people, a story, approvals by two others, and the file."""

from datetime import timedelta
from pathlib import Path

from app.foundation.clock import MovableClock, SystemClock
from app.foundation.settings import Engine, Settings
from app.packets.exporting import ExportedFile
from app.practice.building import founded
from app.practice.happenings import note_story
from app.practice.people import COLLEAGUES
from app.practice.stories.safety import DARA
from app.practice.year import Year

DAYS = 40
"""Enough for the story from its concern to the handover."""


def make_one_packet(folder: Path) -> ExportedFile:
    """Make the packet in an organisation of its own in an empty folder. Takes a few seconds.

    Raises PdfLibraryMissing with the command that installs it.
    """
    story = DARA
    wanted = {story.worker, story.counsellor, story.supervisor, story.concern.by}
    colleagues = tuple(each for each in COLLEAGUES if each.username in wanted)
    ends = SystemClock().now().replace(microsecond=0)
    settings = Settings(folder / "data", Engine.SQLITE, None, folder / "data.key", None)
    files: list[ExportedFile] = []
    with founded(settings, MovableClock(ends - timedelta(days=DAYS)), colleagues) as practice:
        year = Year()
        note_story(practice, year, story, ends=ends, keep=files.append)
        year.live(practice.clock, until=ends, say=lambda _moment: None)
    if practice.left_out:
        raise practice.left_out[0]
    return files[0]

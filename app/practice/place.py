"""Where a practice organisation is made: beside its final place, and moved there only when it is complete."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.database.data_folder import MARK_FILE
from app.foundation.errors import NotReady
from app.foundation.settings import Engine, Settings
from app.practice.sign_ins import SIGN_INS_FILE
from models.installation import Installation
from models.mapping import Model

ENDING = ".building"
LONGEST_WAIT_SECONDS = 15
"""A maker whose server was killed needs a moment to notice."""


@dataclass(frozen=True)
class Place:
    """The place to build at, and the place to move to."""

    building: Settings
    final: Settings

    @property
    def is_done(self) -> bool:
        """Whether somebody else made everything and moved it while this process waited for the place."""
        return (self.final.data_folder / MARK_FILE).exists()

    @property
    def is_whole(self) -> bool:
        """Whether everything was made there and only the move is missing; the sign-ins are written last."""
        return (self.building.data_folder / SIGN_INS_FILE).exists()

    def move(self) -> None:
        """Move what was made to its place: the key first, the folder last, so that a kill never leaves half of it."""
        if self.building.key_file.exists():
            self.building.key_file.rename(self.final.key_file)
        self.building.data_folder.rename(self.final.data_folder)


@contextmanager
def taken_place(settings: Settings) -> Iterator[Place]:
    """Take the place to build at, for this process alone.

    Raises NotReady when another process keeps building there, or something else is in the way.
    """
    folder, key_file = settings.data_folder, settings.key_file
    place = Place(
        building=replace(settings, data_folder=_beside(folder), key_file=_beside(key_file)), final=settings
    )
    place.building.data_folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(place.building.data_folder, os.O_RDONLY)
    try:
        _lock(descriptor, place.building.data_folder)
        if not (place.is_done or place.is_whole):
            _refuse_lost_key(place)
            _clear(place.building)
        yield place
    finally:
        os.close(descriptor)
        with suppress(OSError):
            place.building.data_folder.rmdir()  # succeeds only while it is empty, so nothing made is lost


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ENDING)


def _lock(descriptor: int, folder: Path) -> None:
    patience_ends = time.monotonic() + LONGEST_WAIT_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > patience_ends:
                raise NotReady(f"Another start is making the practice organisation in {folder}") from None
            time.sleep(0.1)
        else:
            return


def _refuse_lost_key(place: Place) -> None:
    """Never overwrite a key whose data folder is somewhere else: nothing else can open that folder."""
    if place.final.key_file.exists():
        raise NotReady(
            f"There is a key file but no data folder: {place.final.key_file}. Put the folder back or move the key away"
        )
    data = place.final.data_folder
    if data.exists() and any(data.iterdir()) and not (data / MARK_FILE).exists():
        raise NotReady(f"The data folder is not empty and is not Wayhome's: {data}")


def _clear(building: Settings) -> None:
    """Remove what an interrupted start left."""
    for left in building.data_folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    building.key_file.unlink(missing_ok=True)
    if building.engine is Engine.POSTGRESQL and building.postgresql_url:
        _clear_database(building.postgresql_url)


def _clear_database(url: str) -> None:
    """Empty a PostgreSQL database that holds a half-made practice organisation, and never any other."""
    engine = create_engine(url)
    try:
        if not inspect(engine).has_table(Installation.__tablename__):
            return
        with Session(engine) as session:
            kinds = set(session.scalars(select(Installation.kind)))
        if kinds - {"practice"}:
            raise NotReady("The PostgreSQL database holds a real organisation; give practice one of its own")
        with engine.begin() as connection:
            Model.metadata.drop_all(connection)
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    except OperationalError as error:
        raise NotReady(f"The database cannot be used: {' '.join(str(error.orig).split())}") from error
    finally:
        engine.dispose()

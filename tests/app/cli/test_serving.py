"""The server spares its pages the garbage collector's long walks."""

import gc

from app.cli.serving import set_aside


def test_what_is_loaded_is_taken_out_of_the_collectors_sight() -> None:
    before = len(gc.get_objects())
    try:
        set_aside()
        assert gc.get_freeze_count() > before // 2
        assert len(gc.get_objects()) < before // 10
    finally:
        gc.unfreeze()

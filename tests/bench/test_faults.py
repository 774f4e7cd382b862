"""Killed between the steps of its saves: nothing acknowledged is lost, nothing is there twice, nobody sees a fault.

A short run of what `./wayhome bench faults` does for longer.
"""

import pytest

from app.foundation.settings import Engine
from bench.faults import run, settings_on

KILLS = 6


@pytest.mark.parametrize("engine", Engine, ids=lambda engine: engine.value)
def test_whatever_step_it_is_killed_before_each_form_is_saved_once(engine: Engine) -> None:
    with settings_on(engine) as settings:
        result = run(settings, kills=KILLS)

    assert result.deaths >= KILLS
    assert result.acknowledged > 0
    assert result.faults == ()
    assert (result.lost, result.twice) == (0, 0)
    assert result.is_trail_whole

"""Lets what is built be built with the same ids each time, so that rows stand in the same order."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

SEED = 20261129


@contextmanager
def same_ids() -> Iterator[None]:
    """Draw ids from a seed; keys and nonces come from elsewhere and stay new."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "urandom", random.Random(SEED).randbytes)
        yield

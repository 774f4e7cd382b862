"""Sets how long Hypothesis looks for a counter-example; `tests/conftest.py` imports it once for all tests."""

import os

from hypothesis import settings

# Two busy cores make honest examples slow, so no deadline. In CI the same examples come every time; elsewhere
# new ones are tried, and what failed is tried again first.
settings.register_profile("wayhome", deadline=None, print_blob=True, max_examples=60)
settings.register_profile("wayhome-ci", settings.get_profile("wayhome"), derandomize=True, database=None)
settings.load_profile("wayhome-ci" if os.environ.get("CI") else "wayhome")

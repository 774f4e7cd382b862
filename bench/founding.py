"""Makes the practice organisation in the settings' data folder, its year long over, so that more nights can follow.

`python -m bench.founding`. Whoever is grown meets children on many nights, as an organisation does, and all of them
lie in the past of the server that is measured.
"""

from datetime import timedelta

from app.foundation.clock import SystemClock
from app.foundation.settings import read_settings
from app.practice.building import build

NIGHTS_FOR = timedelta(days=340)


def main() -> None:
    """Make it."""
    ends_at = SystemClock().now().replace(microsecond=0) - NIGHTS_FOR
    build(read_settings(), lambda _done, _what: None, ends_at=ends_at)


if __name__ == "__main__":
    main()

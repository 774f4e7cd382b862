"""How quickly the audit trail is verified, from its first link."""

import time
from pathlib import Path

from app.audit.verification import verify_trail
from bench.acting import practice_in
from bench.measuring import Line

TIMES = 3
AT_LEAST = 33_000
"""Events a second: a million in half a minute."""


def trail_line(data: Path) -> Line:
    """Return how many events a second are verified, by the processor time of this process."""
    rates = []
    with practice_in(data) as practice:
        key = practice.server.secret.checkpoint_key().public
        for _ in range(TIMES):
            with practice.server.store.reading() as session:
                before = time.process_time()
                events = verify_trail(session, practice.server.installation_id, key).events
                rates.append(events / (time.process_time() - before))
    return Line("audit trail verified", rates, "/CPU-s", at_least=AT_LEAST, remark=f"{events} events")

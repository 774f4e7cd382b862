"""Twenty-four phones save a meeting at the same moment, and each of them is answered with what it saved."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles
from time import perf_counter
from uuid import UUID

from sqlalchemy import func, select

from models.encounter import Encounter
from tests.support.organisation import Organisation
from tests.support.outreach import shift_of
from tests.support.pages import filled, read

PHONES = 24


def test_twenty_four_meetings_written_at_once_are_all_there(
    organisation: Organisation, record_property: Callable[[str, object], None]
) -> None:
    shift_id = shift_of(organisation, team=("field2",))
    address = f"/outreach/shifts/{shift_id}/encounters/new"
    phones = []
    for number in range(PHONES):
        client = organisation.client("field" if number % 2 else "field2")
        answers = filled(read(client.get(address)))
        phones.append((client, answers | {"place_words": f"corner {number}", "count": "2"}))
    ready = threading.Barrier(PHONES)

    def save(number: int) -> tuple[int, float]:
        client, answers = phones[number]
        ready.wait()
        began = perf_counter()
        status = client.post(address, data=answers).status_code
        return status, (perf_counter() - began) * 1000

    with ThreadPoolExecutor(PHONES) as pool:
        results = list(pool.map(save, range(PHONES)))

    assert [status for status, _ in results] == [303] * PHONES
    waits = [wait for _, wait in results]
    record_property("median_ms", round(median(waits), 1))
    record_property("p95_ms", round(quantiles(waits, n=20)[-1], 1))
    with organisation.server.store.reading() as session:
        written = select(func.count(Encounter.id)).where(Encounter.shift_id == shift_id)
        assert session.scalar(written) == PHONES
    assert shift_is_whole(organisation, shift_id)


def shift_is_whole(organisation: Organisation, shift_id: UUID) -> bool:
    """Tell whether every meeting of a shift opens, with both of its children."""
    page = read(organisation.client("supervisor").get(f"/outreach/shifts/{shift_id}"))
    places = [cell.get_text(strip=True) for cell in page.select('td[data-label="Where"]')]
    return sorted(places) == sorted(f"corner {number}" for number in range(PHONES))

"""Many people assign cases at the same moment: everyone is answered, every place is stated once, nothing breaks."""

from itertools import cycle, islice

import pytest

import views.cases.pages
from app.audit.verification import verify_trail
from app.cases.assigning import assign_page
from app.keyring.known_directory import reverified_directory
from tests.support.at_once import at_once, meet_before
from tests.support.cases import new_case
from tests.support.organisation import Organisation
from tests.support.pages import filled, read

PEOPLE = 16
ASSIGNERS = ("supervisor", "supervisor2", "director", "director2")
WORKERS = ("othercaseworker", "counsellor")


def test_sixteen_who_assign_at_once_are_all_answered_and_none_breaks(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [new_case(organisation) for _ in range(PEOPLE // len(WORKERS))]
    pairs = [(case_id, worker) for case_id in cases for worker in WORKERS]
    presses = []
    for by, (case_id, worker) in zip(islice(cycle(ASSIGNERS), PEOPLE), pairs, strict=True):
        client, address = organisation.client(by), f"/cases/{case_id}/assign"
        form = filled(read(client.get(address))) | {"worker": str(organisation.ids[worker])}
        presses.append(lambda client=client, address=address, form=form: client.post(address, data=form))
    meet_before(monkeypatch, (views.cases.pages, "put_on_case"), people=PEOPLE)

    answers = at_once(*presses)

    assert [answer.status_code for answer in answers] == [303] * PEOPLE
    with organisation.reading("supervisor") as work:
        for case_id in cases:
            assigned = {one.staff_id for one in assign_page(work, case_id).assigned}
            assert assigned == {organisation.ids[name] for name in ("caseworker", *WORKERS)}
    server = organisation.server
    with server.store.reading() as session:
        public = server.secret.checkpoint_key().public
        assert verify_trail(session, server.installation_id, public).is_whole
        assert reverified_directory(session, server.installation_id).broken_at is None

"""Somebody loses a place while another writes: what is written goes by the directory as it then is."""

from threading import Event
from uuid import uuid4

from app.cases.assigning import assign_page, end_assignment
from app.cases.documents import NoteWords
from models.case import Case
from tests.support.at_once import LONGEST_WAIT_SECONDS, at_once
from tests.support.folders import newest_version, to_write
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase


def test_who_writes_while_an_assignment_ends_waits_and_writes_under_a_new_key(
    organisation: Organisation, case: PacketCase
) -> None:
    with organisation.reading("supervisor") as work:
        folder_id = work.session.get_one(Case, case.case_id).folder_id
        before = newest_version(work, folder_id)
        assigned = {one.staff_id: one.assignment_id for one in assign_page(work, case.case_id).assigned}
    organisation.token("supervisor2")
    ended, written = Event(), Event()

    def end() -> None:
        with organisation.writing("supervisor") as work:
            end_assignment(work, case.case_id, assigned[organisation.ids["caseworker"]])
            ended.set()
            written.wait(LONGEST_WAIT_SECONDS)

    def write() -> None:
        ended.wait(LONGEST_WAIT_SECONDS)
        with organisation.writing("supervisor2") as work:
            to_write(work, folder_id).seal(NoteWords("written meanwhile"), uuid4())
            written.set()
            work.record("test.sealed", folders=[folder_id])

    at_once(end, write)

    with organisation.reading("supervisor") as work:
        assert newest_version(work, folder_id) == before + 1

"""A child's own words are kept exactly, once, and for good."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, table, text, update

from app.concerns.concern_page import ConcernPage, concern_page
from app.concerns.disclosures import AppendOnly, DisclosureInput, add_disclosure
from app.concerns.receipts import receipt
from app.concerns.triage import acknowledge
from app.foundation.errors import AlreadyDone, NoKey, NotAllowedNow, NotVisible, Refused
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.keyring.folders import open_folder
from app.keyring.rows import NotThroughItsFolder
from models.audit_event import AuditEvent
from models.disclosure import Disclosure
from models.staff_member import StaffMember
from tests.support.concerns import SEEN_ON, post
from tests.support.organisation import Organisation

SAID = "គាត់ថា បើខ្ញុំនិយាយ គាត់នឹងវាយប្អូន"


def disclosure(**options: object) -> DisclosureInput:
    """Return a disclosure as it is typed."""
    new = DisclosureInput(
        uuid4(),
        SAID,
        Language.KHM,
        Prompting.SPONTANEOUS,
        SEEN_ON,
        translation="He said that if I talk he will hit my little brother.",
        demeanour="Crying; looked at the door.",
    )
    return replace(new, **options)  # type: ignore[arg-type]  # a test's own words


def hear(organisation: Organisation, concern_id: UUID, by: str = "field", **options: Any) -> DisclosureInput:
    """Write a disclosure down in a cast member's name."""
    new = disclosure(**options)
    with organisation.writing(by) as work:
        add_disclosure(work, concern_id, new)
    organisation.clock.move(timedelta(seconds=1))
    return new


def read(organisation: Organisation, concern_id: UUID) -> ConcernPage:
    """Return the page the supervisor sees."""
    with organisation.reading("supervisor") as work:
        return concern_page(work, concern_id)


def refusals(organisation: Organisation) -> list[str]:
    """Return what the trail says was refused or missing."""
    with organisation.server.store.reading() as session:
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq))
        return [action for action in actions if action in ("seal.refused", "disclosure.missing")]


def test_the_words_are_kept_exactly_with_how_they_came_to_be_said(organisation: Organisation) -> None:
    posted = post(organisation)
    hear(organisation, posted.id, prompting=Prompting.PROMPTED, question="What would you like to tell me?")

    (heard,) = read(organisation, posted.id).disclosures
    assert heard.document is not None
    assert (heard.document.words, heard.document.language) == (SAID, Language.KHM)
    assert heard.document.question == "What would you like to tell me?"
    assert heard.heard_by is not None
    assert heard.heard_by.id == organisation.ids["field"]


def test_who_wrote_them_down_cannot_read_them_again(organisation: Organisation) -> None:
    posted = post(organisation)
    new = hear(organisation, posted.id)

    with organisation.reading("field") as work:
        assert len(receipt(work, posted.id).heard_at) == 1
        with pytest.raises(NoKey):
            open_folder(work, work.session.get_one(Disclosure, new.id).folder_id)


def test_a_colleague_who_heard_them_is_named_by_their_worker_code(organisation: Organisation) -> None:
    posted = post(organisation)
    with organisation.server.store.reading() as session:
        code = session.get_one(StaffMember, organisation.ids["field2"]).worker_code

    hear(organisation, posted.id, heard_by_code=f" {code.lower()} ")

    (heard,) = read(organisation, posted.id).disclosures
    assert heard.heard_by is not None
    assert heard.heard_by.id == organisation.ids["field2"]
    with organisation.reading("field") as work:
        assert len(receipt(work, posted.id).heard_at) == 1


@pytest.mark.parametrize("name", ["field2", "caseworker", "othersupervisor", "technician", "auditor"])
def test_nobody_writes_beside_what_is_not_theirs(organisation: Organisation, name: str) -> None:
    posted = post(organisation)

    with pytest.raises(NotVisible):
        hear(organisation, posted.id, name)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"words": "\u200b"}, "no-words"),
        ({"prompting": Prompting.PROMPTED}, "question-missing"),
        ({"heard_by_code": "Z99"}, "unknown-worker-code"),
        ({"corrects_id": uuid4()}, "nothing-to-correct"),
        ({"heard": MomentInput(date(2027, 1, 1))}, "in-the-future"),
    ],
    ids=["no words", "no question", "a code nobody has", "corrects nothing", "in the future"],
)
def test_what_makes_no_sense_is_refused(
    organisation: Organisation, options: dict[str, Any], reason: str
) -> None:
    posted = post(organisation)

    with pytest.raises(NotAllowedNow, match=reason):
        hear(organisation, posted.id, **options)


def test_a_worker_code_of_another_base_is_not_known_here(organisation: Organisation) -> None:
    posted = post(organisation)
    with organisation.server.store.reading() as session:
        code = session.get_one(StaffMember, organisation.ids["otherfield"]).worker_code

    with pytest.raises(NotAllowedNow, match="unknown-worker-code"):
        hear(organisation, posted.id, heard_by_code=code)


def test_writing_twice_writes_once_and_nobody_elses(organisation: Organisation) -> None:
    posted = post(organisation)
    new = hear(organisation, posted.id)

    with organisation.writing("field") as work, pytest.raises(AlreadyDone):
        add_disclosure(work, posted.id, new)
    with organisation.writing("supervisor") as work, pytest.raises(Refused):
        add_disclosure(work, posted.id, new)
    assert len(read(organisation, posted.id).disclosures) == 1


def test_a_correction_is_another_row_that_names_the_one_it_corrects(organisation: Organisation) -> None:
    posted = post(organisation)
    wrong = hear(organisation, posted.id)
    right = hear(organisation, posted.id, words="គាត់ថា បើខ្ញុំប្រាប់", corrects_id=wrong.id)

    first, second = read(organisation, posted.id).disclosures
    assert first.document is not None
    assert second.document is not None
    assert first.document.words == SAID
    assert (first.corrected_by, second.document.corrects_id) == (right.id, wrong.id)


def test_nobody_corrects_the_words_of_another_concern(organisation: Organisation) -> None:
    posted, other = post(organisation), post(organisation)
    elsewhere = hear(organisation, other.id)

    with pytest.raises(NotAllowedNow, match="nothing-to-correct"):
        hear(organisation, posted.id, corrects_id=elsewhere.id)


def test_a_poster_who_writes_them_later_wakes_the_clock(organisation: Organisation) -> None:
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        acknowledge(work, posted.id)

    hear(organisation, posted.id)

    assert read(organisation, posted.id).delivery.state is ConcernState.WAITING


@pytest.mark.parametrize(
    "attempt", ["change", "delete", "change in bulk", "delete in bulk", "delete by table"]
)
def test_the_house_refuses_to_change_or_delete_them(organisation: Organisation, attempt: str) -> None:
    posted = post(organisation)
    new = hear(organisation, posted.id)

    with pytest.raises((AppendOnly, NotThroughItsFolder)), organisation.writing("supervisor") as work:
        row = work.session.get_one(Disclosure, new.id)
        if attempt == "change":
            row.words = b"softer words"
            work.session.flush()
        elif attempt == "delete":
            work.session.delete(row)
            work.session.flush()
        elif attempt == "change in bulk":
            work.session.execute(update(Disclosure).values(heard_at=work.now))
        elif attempt == "delete in bulk":
            work.session.execute(delete(Disclosure))
        else:
            work.session.execute(delete(table("disclosure")))

    assert len(read(organisation, posted.id).disclosures) == 1


def test_a_row_taken_away_behind_the_house_is_missed(organisation: Organisation) -> None:
    posted = post(organisation)
    first = hear(organisation, posted.id)
    hear(organisation, posted.id, words="ខ្ញុំចង់ទៅផ្ទះ")
    with organisation.server.store.writing() as session:
        session.execute(text("DELETE FROM disclosure WHERE id = :id"), {"id": first.id.hex})

    page = read(organisation, posted.id)

    assert page.missing_disclosures == 1
    assert [each.document.words for each in page.disclosures if each.document] == ["ខ្ញុំចង់ទៅផ្ទះ"]
    assert refusals(organisation) == ["disclosure.missing"]


def test_a_row_changed_behind_the_house_is_told_and_names_nobody(organisation: Organisation) -> None:
    posted = post(organisation)
    hear(organisation, posted.id)
    with organisation.server.store.writing() as session:
        session.execute(
            text("UPDATE disclosure SET heard_by = :who"), {"who": organisation.ids["field2"].hex}
        )

    (heard,) = read(organisation, posted.id).disclosures

    assert heard.is_changed
    assert (heard.document, heard.heard_by, heard.written_at) == (None, None, None)
    assert refusals(organisation) == ["seal.refused"]


def test_words_changed_behind_the_house_do_not_open(organisation: Organisation) -> None:
    posted = post(organisation)
    hear(organisation, posted.id)
    with organisation.server.store.writing() as session:
        session.execute(text("UPDATE disclosure SET words = substr(words, 1, length(words) - 1)"))

    page = read(organisation, posted.id)

    assert [each.document for each in page.disclosures] == [None]
    assert page.observation is not None
    assert refusals(organisation) == ["seal.refused"]

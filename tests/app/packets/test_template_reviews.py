"""A Khmer file may be handed over only when somebody reviewed its template before it was made, as a director signed."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, update

from app.foundation.errors import NotAllowedNow, Refused
from app.packets import exporting
from app.packets.document import Translation
from app.packets.exporting import OpenedWith
from app.packets.template_reviews import (
    ReviewInput,
    Verdict,
    record_review,
    reviews_page,
    translation_of,
)
from app.packets.wording import Language
from models.installation import Installation
from models.template_review import TemplateReview
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase, exported, hand_over, order_for, page_of, released
from tests.support.tampering import behind

pytestmark = pytest.mark.usefixtures("quick")


def review(organisation: Organisation, verdict: Verdict = Verdict.FIT, *, by: str = "director") -> None:
    new = ReviewInput(uuid4(), "Sok Sreymom, teacher", date(2026, 11, 1), verdict, "Read it all")
    with organisation.writing(by) as work:
        record_review(work, new)


def khmer_file(organisation: Organisation, packet_id: UUID) -> UUID:
    return exported(
        organisation, packet_id, order_for(organisation, packet_id, language=Language.KHMER)
    ).file_id


def translation(organisation: Organisation, *, by: str = "director") -> Translation:
    with organisation.reading(by) as work:
        return translation_of(work, Language.KHMER)


def test_a_khmer_file_is_handed_over_only_when_its_pages_were_reviewed(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id = released(organisation, case.case_id)
    before = khmer_file(organisation, packet_id)
    review(organisation)
    after = khmer_file(organisation, packet_id)
    with pytest.raises(NotAllowedNow, match="khmer-draft"):
        hand_over(organisation, packet_id, before)
    hand_over(organisation, packet_id, after)
    said = {file.id: file.may_be_handed_over for file in page_of(organisation, packet_id).files}
    assert said == {before: False, after: True}


def test_only_a_director_records_it_and_the_newest_verdict_counts(organisation: Organisation) -> None:
    with pytest.raises(Refused):
        review(organisation, by="supervisor")
    assert translation(organisation) is Translation.DRAFT
    review(organisation)
    assert translation(organisation, by="caseworker") is Translation.REVIEWED
    organisation.clock.move(timedelta(minutes=1))
    review(organisation, Verdict.NOT_FIT, by="director2")
    assert translation(organisation) is Translation.DRAFT
    with organisation.reading("director") as work:
        newest, oldest = reviews_page(work)
        assert (newest.verdict, oldest.verdict) == (Verdict.NOT_FIT, Verdict.FIT)
        assert oldest.reviewer is not None
        assert oldest.reviewer.name == "Sok Sreymom, teacher"


@pytest.mark.parametrize(
    "lie", [{"template_version": "km-99"}, {"verdict": "fit", "signature": None}, {"signature": b"x" * 64}]
)
def test_a_review_that_no_director_signed_counts_for_nothing(
    organisation: Organisation, lie: dict[str, object]
) -> None:
    review(organisation)
    with behind(organisation) as session:
        session.execute(update(TemplateReview).values(**lie))
    assert translation(organisation) is Translation.DRAFT


def test_words_of_a_review_that_were_changed_are_told_beside_it(organisation: Organisation) -> None:
    review(organisation)
    with behind(organisation) as session:
        session.execute(update(TemplateReview).values(reviewer=b"changed outside"))
    with organisation.reading("director") as work:
        (one,) = reviews_page(work)
    assert one.is_changed
    assert one.reviewer is None


def test_where_the_key_lies_that_signs_packets_does_not_matter_to_what_was_reviewed(
    organisation: Organisation,
) -> None:
    review(organisation)
    with behind(organisation) as session:
        session.execute(update(Installation).values(signing_folder_id=None))
    with organisation.reading("director") as work:
        (one,) = reviews_page(work)
    assert one.reviewer is not None


def test_whoever_reads_no_english_gets_digits_that_open_the_file(
    organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet_id = released(organisation, case.case_id)
    made = exported(
        organisation, packet_id, order_for(organisation, packet_id, opened_with=OpenedWith.DIGITS)
    )
    groups = made.words.split(" ")
    assert [len(group) for group in groups] == [4] * exporting.PASSPHRASE_GROUPS
    assert all(group.isascii() and group.isdecimal() for group in groups)
    assert len(made.words) <= exporting.PASSPHRASE_LETTERS


def test_a_template_does_not_count_as_reviewed_again_when_the_verdict_against_it_was_removed(
    organisation: Organisation,
) -> None:
    review(organisation)
    organisation.clock.move(timedelta(seconds=1))
    review(organisation, Verdict.NOT_FIT)
    with behind(organisation) as session:
        session.execute(delete(TemplateReview).where(TemplateReview.verdict == Verdict.NOT_FIT.value))
    assert translation(organisation) is Translation.DRAFT
    review(organisation)
    assert translation(organisation) is Translation.REVIEWED

"""What somebody else saw is never printed as seen by our worker, whoever that somebody is."""

from datetime import date, time
from uuid import uuid4

import pytest

from app.concerns.linking import link_to_case
from app.concerns.observing import Observed
from app.concerns.posting import ConcernInput, post_concern
from app.foundation.moments import MomentInput
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.urgencies import Urgency
from app.packets.document import PacketCopy, packet_html, packet_text
from app.packets.first_pages import choose_headline
from app.packets.loading import frozen_contents
from app.packets.wording import Language
from tests.app.packets.packet_samples import NOW
from tests.support.organisation import Organisation
from tests.support.packets import PacketCase, drafted, opened, submitted, version_of

WORDS = "He pulled the boy onto a motorbike."
SOURCE = "Nita, a noodle seller"


@pytest.mark.parametrize(
    ("basis", "printed"),
    [
        (EvidenceBasis.SEEN, "Told by somebody who saw it"),
        (EvidenceBasis.HEARD, "Told by somebody who heard it"),
        (EvidenceBasis.TOLD, "Told"),
    ],
)
def test_it_is_told_by_somebody_though_the_name_is_withheld(
    organisation: Organisation, case: PacketCase, basis: EvidenceBasis, printed: str
) -> None:
    observed = Observed(basis, WORDS, MomentInput(date(2026, 11, 1), time(21, 0)), source=SOURCE)
    concern_id = uuid4()
    with organisation.writing("field") as work:
        post_concern(work, ConcernInput(concern_id, Urgency.HIGH, observed, child_id=case.child_id))
    with organisation.writing("supervisor") as work:
        link_to_case(work, concern_id, case.case_id, case.child_id)
    packet_id = drafted(organisation, case.case_id)
    with organisation.writing("caseworker") as work:
        choose_headline(work, packet_id, concern_id, version=version_of(organisation, packet_id))
    contents = frozen_contents(opened(organisation, submitted(organisation, packet_id)).frozen)

    copy = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW)
    text, pages = packet_text(contents, copy), packet_html(contents, copy)
    assert f"[{printed}]\n  | {WORDS}\n" in text
    assert f"\n{printed}, 1 Nov 2026, 21:00 (entry " in text
    assert f">{printed}</span>" in pages
    assert "Nita" not in text + pages

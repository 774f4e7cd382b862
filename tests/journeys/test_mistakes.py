"""Six honest mistakes, each put right through the pages by whoever made it or with the second person the rule asks for.

A packet that tells all six has left already. After each, its page shows just that difference, before and after, and the
trail names who did it. In the end every page, the trail and a corrected packet say what is true.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag
from sqlalchemy import select

from app.audit.verification import verify_trail
from app.cases.assigning import assign
from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import to_typed
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.outreach.documents import MetChildInput
from app.packets.document import PacketCopy, packet_text
from app.packets.drafting import set_switches
from app.packets.drafts import draft_page
from app.packets.fields import field_switches
from app.packets.loading import frozen_contents
from app.packets.wording import Language
from models.audit_event import AuditEvent
from tests.support.children import add_child, last_seq
from tests.support.concerns import OBSERVED, new_concern, post
from tests.support.consents import consent_in, new_consent
from tests.support.organisation import Organisation
from tests.support.outreach import ended, met_on, shift_of, typed
from tests.support.packets import (
    SAID,
    PacketCase,
    approve,
    drafted,
    exported,
    opened,
    quick_files,
    submitted,
    told_copy,
    version_of,
)
from tests.support.pages import read, send

TYPED = "That man telephones every Friday."
ASKED_NOW = "Aunt"
OF_SEVEN = ConsentBasis.CAREGIVER_AND_SPOKEN_ASSENT
"""Whoever is seven is asked too: the right age asks for another consent than the wrong one did."""
MEANT = "That man telephones every Sunday."
OF_ANOTHER = "A boy in a red cap was taken along on a motorcycle."
MET = "He slept on the steps and shared a mango."
FLAG = "Records changed since a file of this packet was made"
Mistake = Callable[["Left"], None]
PUT_RIGHT = "a record was put right since: look"


@dataclass(frozen=True)
class Left:
    """An organisation from which a packet left, with all that was wrong when it did."""

    organisation: Organisation
    case: PacketCase
    packet_id: UUID
    concern_id: UUID
    """The concern about another child."""
    last_night: UUID
    tonight: UUID
    meeting_id: UUID

    @property
    def packet(self) -> str:
        """The address of the packet that left."""
        return f"/packets/{self.packet_id}"


@pytest.fixture
def left(built_organisation: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Left:
    """An organisation of this journey's own, whose packet tells another child's concern and a wrong night."""
    quick_files(monkeypatch)
    organisation, case = told_copy(built_organisation, tmp_path)
    concern_id = _of_another_child(organisation, case)
    last_night = shift_of(organisation)
    organisation.clock.move(timedelta(hours=1))
    ended(organisation, last_night)
    organisation.clock.move(timedelta(hours=20))
    tonight = shift_of(organisation)
    met = typed(organisation, words=MET, children=(MetChildInput(child_id=case.child_id),))
    meeting_id = met_on(organisation, tonight, met)
    packet_id = drafted(organisation, case.case_id)
    with_everything(organisation, packet_id)
    submitted(organisation, packet_id)
    for name in ("supervisor", "director"):
        approve(organisation, packet_id, by=name)
    exported(organisation, packet_id)
    organisation.clock.move(timedelta(minutes=1))
    return Left(organisation, case, packet_id, concern_id, last_night, tonight, meeting_id)


def _of_another_child(organisation: Organisation, case: PacketCase) -> UUID:
    """Put a concern into the wrong child's case."""
    observed = replace(OBSERVED, words=OF_ANOTHER, involved="", child_words="")
    concern_id = post(organisation, new=new_concern(observed=observed)).id
    concern = f"/concerns/{concern_id}"
    sent(organisation, "supervisor", f"{concern}/child", child_id=str(case.child_id))
    assert send(organisation.client("supervisor"), concern, action="/case").status_code == 303
    return concern_id


def with_everything(organisation: Organisation, packet_id: UUID) -> None:
    """Keep every account in a draft, also the meeting, which a packet holds back at first."""
    with organisation.writing("caseworker") as work:
        full = draft_page(work, packet_id).contents
        kept = {one.key for one in field_switches(full) if not one.key.startswith("safety.")}
        set_switches(work, packet_id, kept, version=version_of(organisation, packet_id))


def said(page: BeautifulSoup | Tag) -> str:
    """Return what a page says, in one line."""
    return " ".join(page.get_text(" ").split())


def sent(organisation: Organisation, name: str, address: str, **answers: object) -> str:
    """Open a form, answer some of it and send it; return where that led."""
    response = send(organisation.client(name), address, answers)
    assert response.status_code == 303, said(BeautifulSoup(response.text, "html.parser").select("main")[0])[
        :900
    ]
    return str(response.headers["Location"])


def seen(organisation: Organisation, name: str, address: str) -> str:
    """Return what the main part of a page says to somebody."""
    return said(read(organisation.client(name).get(address)).select("main")[0])


def printed(organisation: Organisation, packet_id: UUID) -> str:
    """Return the text of the frozen packet, in one line."""
    packet = opened(organisation, packet_id)
    assert packet.snapshot is not None
    copy = PacketCopy(language=Language.ENGLISH, recipient_mark="01", issued_at=organisation.clock.now())
    return " ".join(packet_text(frozen_contents(packet.snapshot), copy).split())


def differences(left: Left) -> dict[str, tuple[str, str]]:
    """Return what the page of the packet that left says is different: what the packet says, and the record now."""
    page = read(left.organisation.client("supervisor").get(left.packet))
    found = {}
    for each in page.select("main li:has(dl)"):
        before, now = (said(value) for value in each.select("dd")[:2])
        title = each.select_one("strong")
        assert title is not None
        found[
            said(title) + " " + said(each.select(".muted")[0]) if each.select(".muted") else said(title)
        ] = (before, now)
    return found


def done_since(organisation: Organisation, seq: int) -> set[tuple[str, str]]:
    """Return what the trail says was done after an event, and by whom."""
    names = {id_: name for name, id_ in organisation.ids.items()}
    with organisation.server.store.reading() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.seq > seq))
        return {(row.action, names.get(row.actor_id, "")) for row in rows if row.actor_id}


def after(left: Left, mistake: Mistake) -> tuple[dict[str, tuple[str, str]], set[tuple[str, str]]]:
    """Put a mistake right; return what is different since, on the packet's page, and what the trail says was done."""
    before, seq = differences(left), last_seq(left.organisation)
    mistake(left)
    now = differences(left)
    assert before.items() <= now.items(), "putting one mistake right hid another from the packet's page"
    return {place: said for place, said in now.items() if place not in before}, done_since(
        left.organisation, seq
    )


def test_six_mistakes_are_put_right_and_what_left_is_flagged(left: Left) -> None:
    organisation = left.organisation
    told = printed(organisation, left.packet_id)
    for wrong in (
        "Age: 4–5 years",
        TYPED,
        OF_ANOTHER,
        MET,
        "3 Nov 2026, 06:01",
        "Consent · given · Grandmother",
    ):
        assert wrong in told, wrong
    assert differences(left) == {}
    assert FLAG not in seen(organisation, "supervisor", left.packet)
    assert PUT_RIGHT not in seen(organisation, "supervisor", "/packets/")

    for mistake, (new, done) in OWN.items():
        told_now, done_now = after(left, mistake)
        assert told_now == new, mistake.__name__
        assert done <= done_now, mistake.__name__
        assert FLAG in seen(organisation, "supervisor", left.packet)

    assert PUT_RIGHT in seen(organisation, "supervisor", "/packets/")
    says_what_is_true(left, corrected(left))
    server = organisation.server
    with server.store.reading() as session:
        assert verify_trail(session, server.installation_id, server.secret.checkpoint_key().public).is_whole


def corrected(left: Left) -> UUID:
    """Begin a correction of what left, bring it through both approvals, and make its file.

    The case was closed as a mistake meanwhile, so its concern and its caseworker are given back to it first.
    """
    organisation, case_id = left.organisation, left.case.case_id
    concern = f"/concerns/{left.case.concern_id}"
    assert send(organisation.client("supervisor"), concern, action="/case").status_code == 303
    with organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids["caseworker"])
    begun = send(organisation.client("caseworker"), left.packet, action="/correct")
    assert begun.status_code == 303
    newer = UUID(str(begun.headers["Location"]).split("/packets/")[1][:36])
    with pytest.raises(NotAllowedNow, match="consent"):
        submitted(organisation, newer)

    consent_in(organisation, case_id, new_consent(given_by=ASKED_NOW, basis=OF_SEVEN))
    with_everything(organisation, newer)
    submitted(organisation, newer)
    organisation.clock.move(timedelta(minutes=1))
    for name in ("supervisor", "director"):
        approve(organisation, newer, by=name)
    exported(organisation, newer)
    return newer


def says_what_is_true(left: Left, newer: UUID) -> None:
    """Compare the text of the corrected packet with what the records say, and its place in the list."""
    organisation = left.organisation
    told = printed(organisation, newer)
    for right in ("version 2", "Age: 7–8 years", SAID, MEANT, MET, "2 Nov 2026, 09:31", ASKED_NOW):
        assert right in told, right
    for wrong in ("4–5", TYPED, OF_ANOTHER, "3 Nov 2026, 06:01 [", "Grandmother · 1 Nov 2026"):
        assert wrong not in told, wrong
    assert FLAG not in seen(organisation, "supervisor", f"/packets/{newer}")
    assert "A newer version was approved." in seen(organisation, "supervisor", left.packet)
    rows = read(organisation.client("supervisor").get("/packets/")).select("tbody tr")
    assert [PUT_RIGHT in said(row) for row in rows] == [False, True]


def a_wrong_age(left: Left) -> None:
    """Whoever wrote an age corrects it; what stood there stays to be read."""
    child = f"/children/{left.case.child_id}"
    sent(left.organisation, "field", f"{child}/edit", age_low="7", age_high="8")
    assert "7–8" in seen(left.organisation, "caseworker", child)
    assert "4–5" in seen(left.organisation, "caseworker", f"{child}/before")


def a_false_word(left: Left) -> None:
    """The child's words were written down wrongly: corrected, with the first writing kept."""
    organisation, concern = left.organisation, f"/concerns/{left.case.concern_id}"
    page = read(organisation.client("supervisor").get(concern))
    correcting = [str(a["href"]) for a in page.select('main a[href*="/words"]') if "orrect" in a.get_text()]
    assert correcting, "nothing leads to correcting the child's words"
    sent(organisation, "supervisor", correcting[0], translation=MEANT)
    shown = seen(organisation, "supervisor", concern)
    assert MEANT in shown
    assert TYPED in shown
    assert SAID in shown


def a_wrong_child(left: Left) -> None:
    """A concern was put into the wrong child's case: it is taken out, and its readers there lose it."""
    organisation, concern = left.organisation, f"/concerns/{left.concern_id}"
    child = f"/children/{left.case.child_id}"
    assert concern in str(read(organisation.client("caseworker").get(child)))
    sent(
        organisation,
        "supervisor",
        f"{concern}/elsewhere",
        belongs_to="child",
        child_id=str(add_child(organisation)),
        reason="Another boy of the same club",
    )
    assert concern not in str(read(organisation.client("caseworker").get(child)))
    assert OF_ANOTHER not in seen(organisation, "caseworker", child)
    assert "Another boy of the same club" in seen(organisation, "supervisor", concern)


def a_wrong_night(left: Left) -> None:
    """A meeting was written down on tonight's shift, though it was on last night's."""
    organisation, address = left.organisation, f"/outreach/encounters/{left.meeting_id}"
    when = to_typed(organisation.clock.now() - timedelta(hours=20, minutes=31))
    sent(
        organisation,
        "field",
        f"{address}/move",
        shift=str(left.last_night),
        met_on=when.date().isoformat(),
        met=f"{when:%H:%M}",
        reason="Entered this evening by mistake",
    )
    nights = f"/outreach/shifts/{left.last_night}", f"/outreach/shifts/{left.tonight}"
    right, wrong = (str(read(organisation.client("field").get(night))) for night in nights)
    assert f'href="{address}"' in right
    assert f'href="{address}"' not in wrong


def a_wrong_consent(left: Left) -> None:
    """A consent that nobody gave: a packet left with it, so a second person decides; it is nobody's withdrawal."""
    organisation, consents = left.organisation, f"/cases/{left.case.case_id}/consents/"
    listed = read(organisation.client("caseworker").get(consents))
    consent = next(
        str(a["href"]) for a in listed.select(f'main a[href^="{consents}"]') if len(str(a["href"])) > 80
    )
    page = read(organisation.client("caseworker").get(consent))
    record = next(str(a["href"]) for a in page.select('main a[href*="/records/"]'))
    sent(organisation, "caseworker", f"{record}/mistake", reason="It was asked of another family")
    assert "second person" in seen(organisation, "caseworker", record)

    waiting = read(organisation.client("supervisor").get("/mistakes/"))
    mark = next(str(a["href"]) for a in waiting.select('main a[href^="/mistakes/"]'))
    sent(organisation, "supervisor", mark, outcome="agreed", remark="Heard the same from the aunt")
    shown = seen(organisation, "caseworker", consents)
    assert "Written by mistake" in shown
    assert "It was asked of another family" in seen(organisation, "caseworker", record)
    assert "Taken back by" not in shown


def a_wrong_closing(left: Left) -> None:
    """A case was closed by mistake: opened again where it stood, by a second person's decision.

    While it is closed as one that should never have been, its packet is flagged for that.
    """
    organisation, case_id = left.organisation, left.case.case_id
    moves = f"/cases/{case_id}/moves"
    sent(
        organisation,
        "caseworker",
        f"{moves}/close/opened_by_mistake",
        reason="Opened for another child, I thought",
    )
    decide_waiting(organisation, case_id)
    assert "closed" in seen(organisation, "supervisor", f"/cases/{case_id}").lower()
    shown = seen(organisation, "supervisor", left.packet)
    assert "Its case was closed because it should never have been opened." in shown
    assert PUT_RIGHT in seen(organisation, "supervisor", "/packets/")
    sent(organisation, "supervisor2", f"{moves}/reopen", reason="It was the right child after all")
    decide_waiting(organisation, case_id)
    assert "Write a note" in seen(organisation, "supervisor", f"/cases/{case_id}")


def decide_waiting(organisation: Organisation, case_id: UUID) -> None:
    """Agree to the move that waits, as the supervisor."""
    page = read(organisation.client("supervisor").get(f"/cases/{case_id}/moves/"))
    decide = next(str(a["href"]) for a in page.select('main a[href$="/decide"]'))
    sent(organisation, "supervisor", decide, verdict="approve", remark="Agreed")


OWN: dict[Mistake, tuple[dict[str, tuple[str, str]], set[tuple[str, str]]]] = {
    a_wrong_consent: (
        {
            "Consent and assent, or the lawful reason · 1: This answer, everything": (
                "RV-0001, Consent, given, Grandmother, 1 Nov 2026, Municipal anti-trafficking police",
                "nothing",
            )
        },
        {("mistake.asked", "caseworker"), ("mistake.agreed", "supervisor")},
    ),
    a_wrong_age: ({"Children · RV-0001: Age": ("4 – 5", "7 – 8")}, {("child.changed", "field")}),
    a_false_word: (
        {
            "Chronology · 1: What happened 28 Oct 2026, 19:00, Told": (f"{SAID} · {TYPED}", "nothing"),
            "Chronology: What happened 28 Oct 2026, 19:00, Told": ("nothing", f"{SAID} · {MEANT}"),
        },
        {("disclosure.added", "supervisor")},
    ),
    a_wrong_child: (
        {"Chronology · 4: What happened 1 Nov 2026, 21:40, Seen": (OF_ANOTHER, "nothing")},
        {("concern.moved", "supervisor")},
    ),
    a_wrong_night: (
        {
            "Chronology · 5: When": ("3 Nov 2026, 06:01", "2 Nov 2026, 09:31"),
            "Chronology · 5: Recorded": ("3 Nov 2026, 06:01", "3 Nov 2026, 06:02"),
            "Chronology · 5: Earlier versions": ("nothing", "3 Nov 2026, 06:01"),
        },
        {("encounter.moved", "field")},
    ),
    a_wrong_closing: (
        {},
        {
            ("stage_move.asked", "caseworker"),
            ("stage_move.approved", "supervisor"),
            ("stage_move.asked", "supervisor2"),
        },
    ),
}
"""Of each mistake, in this order: what is different since on the page of the packet, and what the trail says of it."""

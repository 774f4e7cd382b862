"""Six honest mistakes, each put right through the pages by whoever made it or with the second person the rule asks for.

A packet with some of it has left already. In the end every page, the trail and the packet say what is true.
"""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag

from app.audit.verification import verify_trail
from app.foundation.local_time import to_typed
from tests.support.children import add_child
from tests.support.concerns import new_concern, post
from tests.support.organisation import Organisation
from tests.support.outreach import ended, met_on, shift_of, typed
from tests.support.packets import SAID, PacketCase, exported, quick_files, released, told_copy
from tests.support.pages import read, send

TYPED = "That man telephones every Friday."
MEANT = "That man telephones every Sunday."


@pytest.fixture
def told(built_organisation: Organisation, tmp_path: Path) -> tuple[Organisation, PacketCase]:
    """An organisation of this journey's own, with a case that has something to tell."""
    return told_copy(built_organisation, tmp_path)


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


def test_six_mistakes_are_put_right_and_what_left_is_flagged(
    told: tuple[Organisation, PacketCase], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_files(monkeypatch)
    organisation, case = told
    packet_id = released(organisation, case.case_id)
    exported(organisation, packet_id)
    packet, of_case = f"/packets/{packet_id}", f"/cases/{case.case_id}"
    assert "Records changed" not in seen(organisation, "supervisor", packet)

    a_wrong_age(organisation, case)
    a_false_word(organisation, case)
    a_wrong_child(organisation, case)
    a_wrong_night(organisation)
    a_wrong_consent(organisation, case)
    a_wrong_closing(organisation, case)

    shown = seen(organisation, "supervisor", packet)
    assert "Records changed since a file of this packet was made" in shown
    assert "Nobody has agreed" in shown or "not yet" in shown
    assert seen(organisation, "supervisor", of_case)
    server = organisation.server
    with server.store.reading() as session:
        assert verify_trail(session, server.installation_id, server.secret.checkpoint_key().public).is_whole


def a_wrong_age(organisation: Organisation, case: PacketCase) -> None:
    """Whoever wrote an age corrects it; what stood there stays to be read, and the packet knows."""
    child = f"/children/{case.child_id}"
    sent(organisation, "field", f"{child}/edit", age_low="7", age_high="8")
    assert "7–8" in seen(organisation, "caseworker", child)
    assert "4–5" in seen(organisation, "caseworker", f"{child}/before")


def a_false_word(organisation: Organisation, case: PacketCase) -> None:
    """The child's words were written down wrongly: corrected, with the first writing kept."""
    concern = f"/concerns/{case.concern_id}"
    page = read(organisation.client("supervisor").get(concern))
    correcting = [str(a["href"]) for a in page.select('main a[href*="/words"]') if "orrect" in a.get_text()]
    assert correcting, "nothing leads to correcting the child's words"
    sent(organisation, "supervisor", correcting[0], translation=MEANT)
    shown = seen(organisation, "supervisor", concern)
    assert MEANT in shown
    assert TYPED in shown
    assert SAID in shown


def a_wrong_child(organisation: Organisation, case: PacketCase) -> None:
    """A concern was put into the wrong child's case: it is taken out, and its readers there lose it."""
    other, concern_id = add_child(organisation), post(organisation, new=new_concern()).id
    concern = f"/concerns/{concern_id}"
    sent(organisation, "supervisor", f"{concern}/child", child_id=str(case.child_id))
    put = organisation.client("supervisor")
    page = read(put.get(concern))
    if page.select_one(f'form[action="{concern}/case"]') is not None:
        assert send(put, concern, action="/case").status_code == 303
    assert concern in str(read(organisation.client("caseworker").get(f"/children/{case.child_id}")))

    sent(
        organisation,
        "supervisor",
        f"{concern}/elsewhere",
        belongs_to="child",
        child_id=str(other),
        reason="Another boy of the same club",
    )
    assert concern not in str(read(organisation.client("caseworker").get(f"/children/{case.child_id}")))
    assert "Another boy of the same club" in seen(organisation, "supervisor", concern)


def a_wrong_night(organisation: Organisation) -> None:
    """A meeting was written down on tonight's shift, though it was on last night's."""
    last_night = shift_of(organisation)
    organisation.clock.move(timedelta(hours=1))
    ended(organisation, last_night)
    when = to_typed(organisation.clock.now() - timedelta(minutes=30))
    organisation.clock.move(timedelta(hours=20))
    tonight = shift_of(organisation)
    meeting = met_on(organisation, tonight, typed(organisation))
    sent(
        organisation,
        "field",
        f"/outreach/encounters/{meeting}/move",
        shift=str(last_night),
        met_on=when.date().isoformat(),
        met=f"{when:%H:%M}",
        reason="Entered this evening by mistake",
    )
    address = f"/outreach/encounters/{meeting}"
    assert address in str(read(organisation.client("field").get(f"/outreach/shifts/{last_night}")))
    assert f'href="{address}"' not in str(
        read(organisation.client("field").get(f"/outreach/shifts/{tonight}"))
    )


def a_wrong_consent(organisation: Organisation, case: PacketCase) -> None:
    """A consent that nobody gave: a packet left with it, so a second person decides; it is nobody's withdrawal."""
    consents = f"/cases/{case.case_id}/consents/"
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


def a_wrong_closing(organisation: Organisation, case: PacketCase) -> None:
    """A case was closed by mistake: opened again where it stood, by a second person's decision."""
    moves = f"/cases/{case.case_id}/moves"
    sent(
        organisation,
        "caseworker",
        f"{moves}/close/opened_by_mistake",
        reason="Opened for another child, I thought",
    )
    decide_waiting(organisation, case.case_id)
    assert "closed" in seen(organisation, "supervisor", f"/cases/{case.case_id}").lower()
    sent(organisation, "supervisor2", f"{moves}/reopen", reason="It was the right child after all")
    decide_waiting(organisation, case.case_id)
    assert "Write a note" in seen(organisation, "supervisor", f"/cases/{case.case_id}")


def decide_waiting(organisation: Organisation, case_id: UUID) -> None:
    """Agree to the move that waits, as the supervisor."""
    page = read(organisation.client("supervisor").get(f"/cases/{case_id}/moves/"))
    decide = next(str(a["href"]) for a in page.select('main a[href$="/decide"]'))
    sent(organisation, "supervisor", decide, verdict="approve", remark="Agreed")

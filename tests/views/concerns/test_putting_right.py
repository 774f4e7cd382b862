"""A concern put right through a browser without scripts: moved, opened again, made into one for each child."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.linking import link_to_case
from app.concerns.triage import CloseConcern, close_concern
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.outreach.documents import ChildDescription, MetChildInput
from models.child import Child
from models.concern import Concern
from models.encounter import EncounterChild
from tests.support.concern_pages import concerns, page_of
from tests.support.concerns import OBSERVED, SEEN_ON, assigned_case, child_of, new_concern, post
from tests.support.organisation import Organisation
from tests.support.outreach import met_on, shift_of, typed
from tests.support.pages import filled, read, send


def code_of(organisation: Organisation, child_id: object) -> str:
    """Return a child's code."""
    with organisation.server.store.reading() as session:
        return session.get_one(Child, child_id).code


def test_a_concern_in_the_wrong_case_is_taken_out_and_both_places_say_so(organisation: Organisation) -> None:
    opened, other = assigned_case(organisation), child_of(organisation)
    posted, client = post(organisation), organisation.client("supervisor")
    with organisation.writing("supervisor") as work:
        link_to_case(work, posted.id, opened.case_id, opened.child_id)
    address = f"/concerns/{posted.id}/elsewhere"
    assert address in str(page_of(organisation, posted.id))

    looked = read(
        client.post(
            address,
            data=filled(read(client.get(address)))
            | {
                "look_for": code_of(organisation, other),
                "press_then": "find",
                "reason": "The other girl.",
            },
        )
    )
    assert filled(looked)["reason"] == "The other girl."
    assert (
        "Look the child up"
        in read(send(client, address, {"reason": "The other girl.", "child_id": ""}), status=422).text
    )
    kept = send(client, address, {"reason": "The other girl.", "child_id": str(other)})

    assert kept.status_code == 303
    page = page_of(organisation, posted.id)
    assert "The other girl." in page.text
    assert code_of(organisation, other) in page.text
    for name in ("supervisor", "caseworker"):
        story = read(organisation.client(name).get(f"/cases/{opened.case_id}"))
        assert "A concern was taken out of the case" in story.text
        assert f"{posted.reference}: The other girl." in story.text
    assert organisation.client("caseworker").get(f"/concerns/{posted.id}").status_code == 404


def test_to_no_child_needs_no_child_and_leaves_word_on_the_childs_page(organisation: Organisation) -> None:
    child_id = child_of(organisation)
    posted, client = post(organisation, new=new_concern(child_id=child_id)), organisation.client("supervisor")

    kept = send(client, f"/concerns/{posted.id}/elsewhere", {"belongs_to": "nobody", "reason": "A mix-up."})

    assert kept.status_code == 303
    assert concerns(organisation)[0].child_id is None
    assert "A concern is no longer linked to this child" in read(client.get(f"/children/{child_id}")).text
    field = read(organisation.client("field").get(f"/children/{child_id}"))
    assert "no longer linked" not in field.text


def test_a_wrong_closing_is_taken_back_and_stands_struck_through(organisation: Organisation) -> None:
    posted = post(organisation)
    with organisation.writing("supervisor") as work:
        close_concern(work, posted.id, CloseConcern("Nothing in it.", 1))
    organisation.clock.move(timedelta(days=2))
    organisation.tokens.clear()
    client = organisation.client("supervisor")

    kept = send(client, f"/concerns/{posted.id}/reopen", {"reason": "I meant another."})

    assert "Its clock has started anew." in client.get(kept.location).text
    page = page_of(organisation, posted.id)
    struck = page.find("s")
    assert struck is not None
    assert struck.get_text(strip=True) == "Nothing in it."
    assert "I meant another." in page.text
    told = organisation.client("field").get(f"/concerns/{posted.id}").text
    assert "It was closed by mistake." in told
    assert "Not received yet." in told


def test_each_child_that_was_not_chosen_is_named_once_above_the_form(organisation: Organisation) -> None:
    address = f"/concerns/{post(organisation).id}/children"

    sent = send(
        organisation.client("supervisor"), address, {"children-0-find": "Sok", "children-1-find": "Sao"}
    )

    errors = read(sent, status=422).select("[data-error-summary] li")
    assert [each.get_text(strip=True)[:8] for each in errors] == ["Child 1:", "Child 2:"]


def test_three_children_of_one_meeting_stand_apart_in_the_form_and_get_their_own(
    organisation: Organisation,
) -> None:
    known = child_of(organisation)
    shift_id = shift_of(organisation, team=("field",))
    looks = [ChildDescription(words=words) for words in ("red shirt", "no shoes", "a doll")]
    met = (MetChildInput(looks[0], known), MetChildInput(looks[1]), MetChildInput(looks[2]))
    encounter_id = met_on(organisation, shift_id, typed(organisation, children=met))
    words = "Three of them. Red shirt cried. No shoes slept. The doll was new."
    new = new_concern(observed=replace(OBSERVED, words=words), encounter_id=encounter_id)
    posted, client = post(organisation, new=new), organisation.client("supervisor")
    others = [child_of(organisation), child_of(organisation)]

    address = f"/concerns/{posted.id}/children"
    begun = filled(read(client.get(address)))
    assert [begun[f"children-{n}-child_words"] for n in range(3)] == ["red shirt", "no shoes", "a doll"]
    more = filled(read(client.post(address, data=begun | {"add": "children"})))
    assert more["children-3-words"] == words
    found = read(
        client.post(address, data=begun | {"children-1-find": code_of(organisation, others[0]), "find": "1"})
    )
    assert str(others[0]) in str(found)
    chosen = {
        "children-0-words": "Three of them. Red shirt cried. […]",
        "children-1-known": str(others[0]),
        "children-1-words": "Three of them. […] No shoes slept. […]",
        "children-2-known": str(others[1]),
        "children-2-words": "Three of them. […] The doll was new.",
    }
    wrong = read(
        client.post(address, data=begun | chosen | {"children-0-words": "She was hurt."}), status=422
    )
    assert "the own words of whoever raised it" in wrong.text
    kept = client.post(address, data=begun | chosen)

    assert kept.status_code == 303
    again = client.post(address, data=begun | chosen)
    assert "already-saved" in again.location
    made = [row for row in concerns(organisation) if row.copy_of == posted.id]
    assert {row.child_id for row in made} == {known, *others}
    for row in made:
        page = page_of(organisation, row.id)
        assert "about 2 other children too" in page.text
        assert "To the whole, as it was raised" in page.text
    with organisation.server.store.reading() as session:
        rows = session.query(EncounterChild).where(EncounterChild.encounter_id == encounter_id).all()
        assert {row.child_id for row in rows} == {known, *others}
        assert session.get_one(Concern, posted.id).child_id is None
    whole = page_of(organisation, posted.id).text
    assert (whole.count("RV-C-") >= 4, "linked yet" in whole) == (True, False)
    assert "Received, acting." in organisation.client("field").get(f"/concerns/{posted.id}").text


def test_of_words_that_were_corrected_only_the_last_are_offered_to_each_child(
    organisation: Organisation,
) -> None:
    posted, client = post(organisation), organisation.client("supervisor")
    said: list[UUID] = []
    for words in ("She went with him.", "She went with her.", "He said that she went."):
        corrects = said[0] if said else None
        said.append(uuid4())
        new = DisclosureInput(
            said[-1], words, Language.KHM, Prompting.SPONTANEOUS, SEEN_ON, corrects_id=corrects
        )
        with organisation.writing("field") as work:
            add_disclosure(work, posted.id, new)
        organisation.clock.move(timedelta(minutes=1))

    page = read(client.get(f"/concerns/{posted.id}/children"))
    assert "He said that she went." in page.text
    assert "She went with" not in page.text

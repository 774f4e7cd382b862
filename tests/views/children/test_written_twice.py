"""A child was written down twice, or by mistake: it is put right, nothing is lost, and nobody chooses it any more."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from app.children.children import ChildInput, editable_child
from app.children.documents import ChildProfile
from app.children.duplicates import likely_same_children
from app.children.finding import picker
from app.mistakes.waiting import waiting_rows
from app.outreach.documents import MetChildInput
from models.child import Child
from models.mistake import MistakeMark
from tests.support.children import add_child
from tests.support.opened_cases import case_of
from tests.support.organisation import Organisation
from tests.support.outreach import met_on, shift_of, typed
from tests.support.pages import read, send
from tests.support.tampering import put

WHY = "She is the girl with the green bag; two of us wrote her down on the same night."


def code_of(organisation: Organisation, child_id: UUID) -> str:
    with organisation.reading("supervisor") as work:
        return editable_child(work, child_id).row.code


def asked_twice(organisation: Organisation, twin: UUID, kept: UUID, *, by: str = "field") -> str:
    """Say that two records are of one child; return the page that follows."""
    said = {"reason": WHY, "same_as": code_of(organisation, kept).lower().replace("-", " ")}
    answer = send(organisation.client(by), f"/children/{twin}/mistake", said)
    assert answer.status_code == 303, answer.text[:3000]
    return str(read(organisation.client(by).get(answer.location)))


def agreed(organisation: Organisation, *, by: str = "supervisor") -> int:
    """Agree as a second person to what waits; return how the form was answered."""
    with organisation.reading(by) as work:
        [mark] = waiting_rows(work, at_most=5)
    return send(organisation.client(by), f"/mistakes/{mark.id}", {"outcome": "agreed"}).status_code


def twins(organisation: Organisation) -> tuple[UUID, UUID]:
    """Two records of one girl: the second was made yesterday by another worker."""
    kept = add_child(organisation, latin="Sok Sophea", nicknames=("Phea",))
    twin = add_child(organisation, by="field2", latin="Sok Sopea", appearance="green bag")
    organisation.clock.move(timedelta(days=1, hours=1))
    return kept, twin


def test_a_child_written_twice_is_one_on_every_list_once_somebody_else_agrees(
    organisation: Organisation,
) -> None:
    kept, twin = twins(organisation)
    assert "Waits for a second person" in asked_twice(organisation, twin, kept)
    assert code_of(organisation, twin) in organisation.client("field").get("/children/").text
    assert agreed(organisation) == 303

    page = read(organisation.client("field").get(f"/children/{twin}")).get_text(" ", strip=True)
    assert f"The same child as {code_of(organisation, kept)}" in page
    assert WHY in page
    assert code_of(organisation, twin) not in organisation.client("field").get("/children/").text
    assert code_of(organisation, twin) not in organisation.client("field").get("/children/?order=name").text
    with organisation.reading("field") as work:
        assert [line.id for line in picker(work, "Sopea")] == [kept]
        assert [line.id for line in picker(work, code_of(organisation, twin))] == [kept]


def test_the_record_that_stays_tells_what_happened_under_both_codes(organisation: Organisation) -> None:
    kept, twin = twins(organisation)
    shift_id = shift_of(organisation)
    met_on(organisation, shift_id, typed(organisation, children=(MetChildInput(child_id=twin),)))
    asked_twice(organisation, twin, kept)
    agreed(organisation)

    page = read(organisation.client("caseworker").get(f"/children/{kept}")).get_text(" ", strip=True)

    assert f"also as {code_of(organisation, twin)}" in page
    assert f"written under {code_of(organisation, twin)}" in page


def test_whoever_wrote_a_child_down_a_moment_ago_puts_it_right_alone(organisation: Organisation) -> None:
    twin, kept = add_child(organisation), add_child(organisation, latin="Chan Dara")
    assert "Waits for a second person" not in asked_twice(organisation, twin, kept)
    with organisation.reading("supervisor") as work:
        assert not waiting_rows(work, at_most=5)
        row = work.session.get_one(Child, twin)
        assert row.same_as_id == kept
        assert row.mistake_id is not None


def test_it_is_taken_back_and_both_are_children_again(organisation: Organisation) -> None:
    kept, twin = twins(organisation)
    asked_twice(organisation, twin, kept)
    agreed(organisation)
    send(organisation.client("field"), f"/children/{twin}/counts-again", {"reason": "They are sisters."})
    assert agreed(organisation) == 303
    assert code_of(organisation, twin) in organisation.client("field").get("/children/").text
    assert "also as" not in organisation.client("field").get(f"/children/{kept}").text
    with organisation.reading("field") as work:
        assert {line.id for line in picker(work, "Sopea")} == {kept, twin}


def test_a_contact_rule_is_never_lost_with_a_record(organisation: Organisation) -> None:
    kept, twin = twins(organisation)
    send(organisation.client("field"), f"/children/{twin}/safe-contact", {"never": "By phone", "how": ""})
    said = {"reason": WHY, "same_as": code_of(organisation, kept)}
    refused = read(send(organisation.client("field"), f"/children/{twin}/mistake", said), status=422)
    assert "Write it there first" in refused.get_text(" ", strip=True)
    send(organisation.client("field"), f"/children/{kept}/safe-contact", {"never": "By phone", "how": ""})
    asked_twice(organisation, twin, kept)


def test_a_child_with_an_open_case_stays_until_the_case_is_closed_and_the_street_learns_nothing(
    organisation: Organisation,
) -> None:
    kept, twin = twins(organisation)
    case_of(organisation, twin, by="supervisor", assigned=("caseworker",))
    page = asked_twice(organisation, twin, kept)
    assert "case" not in page.split("Waits for a second person")[1].split("</div>")[0].casefold()
    assert agreed(organisation) == 422


def test_nothing_new_is_begun_for_a_record_that_counts_for_nothing(organisation: Organisation) -> None:
    kept, twin = twins(organisation)
    asked_twice(organisation, twin, kept)
    agreed(organisation)
    refused = send(organisation.client("supervisor"), f"/cases/new?child={twin}", {"risk": "low"})
    assert refused.status_code in (409, 422)
    with organisation.writing("field") as work:
        new = editable_child(work, twin).profile
    assert new.latin == "Sok Sopea"


def test_a_wrong_code_stands_beside_its_field(organisation: Organisation) -> None:
    kept, twin = twins(organisation)
    for code, words in (
        ("RV-9999", "No child that you can see has this code"),
        (code_of(organisation, twin), "of this very record"),
    ):
        answer = send(
            organisation.client("field"), f"/children/{twin}/mistake", {"reason": WHY, "same_as": code}
        )
        page = read(answer, status=422)
        assert words in page.select_one("#same_as-error, [id^=same_as]").parent.get_text(" ")  # type: ignore[union-attr]
    assert kept != twin


def test_another_base_and_other_roles_do_nothing_about_it(organisation: Organisation) -> None:
    _kept, twin = twins(organisation)
    for who, status in (("othersupervisor", 404), ("technician", 404), ("counsellor", 403), ("auditor", 404)):
        assert organisation.client(who).get(f"/children/{twin}/mistake").status_code == status, who


def test_the_database_alone_makes_no_child_another_one(organisation: Organisation) -> None:
    kept, twin = twins(organisation)
    put(organisation, Child, twin, same_as_id=kept, mistake_id=kept)
    assert "also as" not in organisation.client("field").get(f"/children/{kept}").text
    page = organisation.client("field").get(f"/children/{twin}").text
    assert "changed outside" in page.casefold()
    assert not _marks(organisation)


def _marks(organisation: Organisation) -> list[UUID]:
    with organisation.server.store.reading() as session:
        return list(session.scalars(select(MistakeMark.id)))


def test_a_new_child_is_compared_with_the_record_that_counts(organisation: Organisation) -> None:
    kept, twin = twins(organisation)
    asked_twice(organisation, twin, kept)
    agreed(organisation)
    with organisation.reading("field") as work:
        found = likely_same_children(work, ChildInput(uuid4(), ChildProfile(latin="Sok Sopea")))
    assert twin not in {one.id for one in found}

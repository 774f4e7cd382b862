"""Writing a new child down: who may be known already is shown first, and nothing typed is lost."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from models.child import Child
from models.unsent_draft import UnsentDraft
from tests.support.children import add_child
from tests.support.organisation import HILLSIDE, Organisation, password_of
from tests.support.pages import filled, read, send

NEW = "/children/new"
TYPED = {
    "latin": "Sophia Sok",
    "local": "សុខ សុភា",
    "nicknames": "Phea, Toch",
    "age_low": "៨",
    "age_high": "10",
    "age_basis": "appearance",
    "sex": "female",
    "languages": ["khm"],
    "more_languages": ["tpu"],
    "origin_area": "06",
    "origin": "Baray",
    "appearance": "A scar",
    "needs": "Draws well",
    "guardian_name": "Chenda",
    "guardian_relation": "aunt",
    "guardian_safe": "no",
    "notes": "Tuesdays",
}


def children_in(organisation: Organisation) -> int:
    with organisation.server.store.reading() as session:
        return session.scalar(select(func.count()).select_from(Child)) or 0


def test_a_name_alone_makes_a_child(organisation: Organisation) -> None:
    client = organisation.client("field")
    answer = send(client, NEW, {"latin": "Chan Dara"})

    assert answer.status_code == 303
    found = read(client.get(answer.headers["Location"]))
    assert "RV-0001" in found.text
    assert "has a code now" in found.text


def test_everything_that_was_typed_is_there_again_when_it_is_changed(organisation: Organisation) -> None:
    client = organisation.client("field")
    child = urlsplit(send(client, NEW, TYPED).headers["Location"]).path
    form = filled(read(client.get(f"{child}/edit")))

    assert form["age_low"] == "8"
    assert {name: form[name] for name in TYPED if name not in ("age_low", "sex", "guardian_safe")} == {
        name: value for name, value in TYPED.items() if name not in ("age_low", "sex", "guardian_safe")
    }
    assert (form["sex"], form["guardian_safe"]) == (["female"], ["no"])


def test_a_form_sent_twice_makes_one_child_and_says_so(organisation: Organisation) -> None:
    client = organisation.client("field")
    form = filled(read(client.get(NEW))) | TYPED
    first, second = client.post(NEW, data=form), client.post(NEW, data=form)

    assert (first.status_code, second.status_code) == (303, 303)
    assert urlsplit(first.headers["Location"]).path == urlsplit(second.headers["Location"]).path
    assert "saved already" in read(client.get(second.headers["Location"])).text
    assert children_in(organisation) == 1


def test_somebody_elses_id_is_refused(organisation: Organisation) -> None:
    child_id = add_child(organisation, by="field2")
    answer = send(organisation.client("field"), NEW, {"record_id": str(child_id), "latin": "Chan Dara"})
    read(answer, status=403)
    with organisation.reading("field") as work:
        assert work.session.get_one(Child, child_id).created_by == organisation.ids["field2"]
        assert work.session.scalar(select(func.count()).select_from(Child)) == 1


class TestWhoMayBeKnown:
    def test_is_shown_beside_what_was_typed_and_nothing_is_saved(self, organisation: Organisation) -> None:
        known = add_child(organisation, latin="Sok Sophea", appearance="Two braids", notes="secret of nobody")
        found = read(send(organisation.client("field"), NEW, TYPED), status=422)

        assert children_in(organisation) == 1
        table = found.select_one("table")
        assert table is not None
        text = " ".join(table.get_text(" ").split())
        for said in ("the same name", "Sok Sophea", "Sophia Sok", "Two braids", "A scar", "Open RV-0001"):
            assert said in text
        assert table.select_one(f'a[href="/children/{known}"]') is not None
        form = filled(found)
        assert {name: form[name] for name in ("latin", "local", "age_low", "notes", "origin_area")} == {
            name: TYPED[name] for name in ("latin", "local", "age_low", "notes", "origin_area")
        }

    def test_is_saved_as_another_only_by_a_second_step(self, organisation: Organisation) -> None:
        add_child(organisation)
        client = organisation.client("field")
        form = filled(read(send(client, NEW, TYPED), status=422))
        form.pop("another", None)
        read(client.post(NEW, data=form), status=422)
        assert children_in(organisation) == 1

        assert client.post(NEW, data=form | {"another": "yes"}).status_code == 303
        assert children_in(organisation) == 2

    def test_the_first_button_of_the_form_only_checks(self, organisation: Organisation) -> None:
        add_child(organisation)
        found = read(send(organisation.client("field"), NEW, TYPED), status=422)
        (first, *rest) = [
            button for button in found.select('main form button[type="submit"]') if button.find_parent("form")
        ]
        assert not first.get("name")
        assert any(button.get("name") == "another" for button in rest)

    def test_is_shown_again_when_yet_another_appeared_meanwhile(self, organisation: Organisation) -> None:
        add_child(organisation)
        client = organisation.client("field")
        form = filled(read(send(client, NEW, TYPED), status=422)) | {"another": "yes"}
        add_child(organisation, by="field2")

        found = read(client.post(NEW, data=form), status=422)
        assert "Open RV-0002" in found.text
        assert "Open RV-0001" not in found.text
        assert client.post(NEW, data=filled(found) | {"another": "yes"}).status_code == 303

    def test_cannot_be_waved_through_unseen(self, organisation: Organisation) -> None:
        add_child(organisation)
        answer = send(
            organisation.client("field"),
            NEW,
            TYPED | {"another": "yes", "considered": f"{uuid4()},x,<b>,{UUID(int=3)}"},
        )
        read(answer, status=422)
        assert children_in(organisation) == 1


class TestDirectors:
    def test_choose_the_base(self, organisation: Organisation) -> None:
        client = organisation.client("director")
        assert "Choose the base" in read(send(client, NEW, {"latin": "Chan Dara"}), status=422).text
        answer = send(client, NEW, {"latin": "Chan Dara", "base_id": str(HILLSIDE)})
        assert "HL-0001" in read(client.get(answer.headers["Location"])).text

    def test_cannot_choose_a_base_that_is_not_there(self, organisation: Organisation) -> None:
        page = read(send(organisation.client("director"), NEW, TYPED | {"base_id": str(uuid4())}), status=422)
        assert filled(page)["latin"] == TYPED["latin"]

    def test_are_the_only_ones_asked(self, organisation: Organisation) -> None:
        client = organisation.client("field")
        assert "base_id" not in filled(read(client.get(NEW)))
        answer = send(client, NEW, {"latin": "Chan Dara", "base_id": str(HILLSIDE)})
        assert "RV-0001" in read(client.get(answer.headers["Location"])).text


class TestARescuedForm:
    @pytest.fixture
    def offered(self, organisation: Organisation) -> str:
        """Where a form leads that was sent after the session ended, once its writer has signed in again."""
        client = organisation.client("field")
        form = filled(read(client.get(NEW))) | TYPED
        organisation.clock.move(timedelta(minutes=16))
        answer = client.post(NEW, data=form)
        assert urlsplit(answer.headers["Location"]).path == "/sign-in"
        assert "What you had written is kept" in read(client.get(answer.headers["Location"])).text
        send(
            client,
            answer.headers["Location"],
            {"username": "field", "password": password_of("field")},
        )
        (link,) = [
            str(link["href"])
            for link in read(client.get("/children/")).select(".wh-notices a")
            if "restore" in str(link["href"])
        ]
        self.client = client
        return link

    def test_is_there_again_after_signing_in(self, organisation: Organisation, offered: str) -> None:
        form = filled(read(self.client.get(offered)))
        for name in ("latin", "local", "notes", "age_low", "origin_area", "guardian_name"):
            assert form[name] == TYPED[name]
        assert children_in(organisation) == 0

    def test_is_thrown_away_once_it_is_saved(self, organisation: Organisation, offered: str) -> None:
        answer = self.client.post(offered, data=filled(read(self.client.get(offered))))
        assert answer.status_code == 303
        assert children_in(organisation) == 1
        with organisation.server.store.reading() as session:
            assert session.scalar(select(func.count()).select_from(UnsentDraft)) == 0

    def test_is_not_there_for_a_colleague(self, organisation: Organisation, offered: str) -> None:
        read(organisation.client("field2").get(offered), status=404)

"""A form that came too late is sealed to who wrote it, kept for a day, and never with a secret in it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from werkzeug.datastructures import MultiDict

from app.foundation.errors import NotVisible
from app.sign_in.drafts import MOST_KEPT, draft_fields, forget_draft, rescue, rescue_marked
from app.sign_in.form_marks import FormMark
from app.sign_in.session_seal import IDLE
from app.staff.closing import disable
from app.staff.frame_facts import frame_facts
from app.staff.own_account import account_page
from models.sign_in_session import SignInSession
from models.unsent_draft import UnsentDraft
from tests.support.organisation import Organisation

PAGE = "/children/new"
NOTE = "she said she walks home by the ferry"


def late(
    organisation: Organisation, form: MultiDict[str, str] | None = None, *, name: str = "field"
) -> UUID | None:
    """Send a form with a session that ended meanwhile."""
    token = organisation.token(name)
    organisation.clock.move(IDLE)
    organisation.tokens.pop(name)
    return rescue(organisation.server, token, PAGE, form or MultiDict({"notes": NOTE}))


def test_it_is_offered_back_to_who_wrote_it(organisation: Organisation) -> None:
    draft_id = late(organisation, MultiDict([("notes", NOTE), ("kinds", "a"), ("kinds", "b")]))
    assert draft_id is not None

    with organisation.reading("field") as work:
        assert draft_fields(work, draft_id, PAGE) == {"notes": [NOTE], "kinds": ["a", "b"]}
        assert [(kept.id, kept.path) for kept in account_page(work).kept] == [(draft_id, "/children/new")]


@pytest.mark.parametrize(
    "name", ["csrf_token", "password", "new_password", "again", "card_words", "card_a", "card_b", "press_key"]
)
def test_secrets_and_buttons_are_left_out(organisation: Organisation, name: str) -> None:
    assert late(organisation, MultiDict({name: "never kept"})) is None

    draft_id = late(organisation, MultiDict({name: "never kept", "notes": NOTE}))
    assert draft_id is not None
    with organisation.reading("field") as work:
        assert draft_fields(work, draft_id, PAGE) == {"notes": [NOTE]}


def test_its_words_are_not_in_the_database(organisation: Organisation) -> None:
    late(organisation)

    file = organisation.server.settings.database_file
    assert NOTE.encode() not in file.read_bytes() + file.with_suffix(".db-wal").read_bytes()


def test_nobody_else_opens_it(organisation: Organisation) -> None:
    draft_id = late(organisation)
    assert draft_id is not None

    with organisation.reading("director") as work, pytest.raises(NotVisible):
        draft_fields(work, draft_id, PAGE)
    with organisation.server.store.writing() as session:
        session.execute(update(UnsentDraft).values(staff_id=organisation.ids["director"]))
    with organisation.reading("director") as work, pytest.raises(NotVisible):
        draft_fields(work, draft_id, PAGE)


def test_nobody_else_throws_it_away(organisation: Organisation) -> None:
    draft_id = late(organisation)
    assert draft_id is not None

    with organisation.writing("director") as work:
        forget_draft(work, draft_id)
    with organisation.writing("field") as work:
        assert draft_fields(work, draft_id, PAGE)
        forget_draft(work, draft_id)
    with organisation.reading("field") as work, pytest.raises(NotVisible):
        draft_fields(work, draft_id, PAGE)


def test_it_is_kept_for_a_day(organisation: Organisation) -> None:
    draft_id = late(organisation)
    assert draft_id is not None
    organisation.clock.move(timedelta(hours=24))

    with organisation.reading("field") as work:
        assert account_page(work).kept == ()
        with pytest.raises(NotVisible):
            draft_fields(work, draft_id, PAGE)
    late(organisation)
    with organisation.server.store.reading() as session:
        organisation.clock.move(timedelta(seconds=1))
        assert len(session.scalars(select(UnsentDraft)).all()) <= 2


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "../..", "ខ្មែរ"])
def test_a_stranger_keeps_nothing(organisation: Organisation, token: str) -> None:
    assert rescue(organisation.server, token, "/", MultiDict({"notes": NOTE})) is None


def test_a_closed_account_keeps_nothing(organisation: Organisation) -> None:
    token = organisation.token("field")
    with organisation.writing("supervisor") as work:
        disable(work, organisation.ids["field"])

    assert rescue(organisation.server, token, "/", MultiDict({"notes": NOTE})) is None


def test_a_session_that_ended_more_than_a_day_ago_keeps_nothing(organisation: Organisation) -> None:
    token = organisation.token("field")
    organisation.clock.move(timedelta(hours=24, seconds=1))

    assert rescue(organisation.server, token, "/", MultiDict({"notes": NOTE})) is None


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_one_that_leads_elsewhere_is_no_link(organisation: Organisation, path: str) -> None:
    token = organisation.token("field")
    draft_id = rescue(organisation.server, token, path, MultiDict({"notes": NOTE}))
    assert draft_id is not None

    with organisation.reading("field") as work:
        with pytest.raises(NotVisible):
            draft_fields(work, draft_id, path)
        assert account_page(work).kept == ()
        assert work.session_id is not None
        facts = frame_facts(organisation.server, work.person, work.keychain, work.session_id)
        assert facts.draft_path == ""


def test_the_row_does_not_tell_on_which_page_it_was_written(organisation: Organisation) -> None:
    late(organisation)

    file = organisation.server.settings.database_file
    assert PAGE.encode() not in file.read_bytes() + file.with_suffix(".db-wal").read_bytes()


def test_it_opens_on_its_own_page_only(organisation: Organisation) -> None:
    draft_id = late(organisation)
    assert draft_id is not None

    with organisation.reading("field") as work, pytest.raises(NotVisible):
        draft_fields(work, draft_id, "/concerns/new")


def test_a_person_keeps_twenty_and_the_oldest_fall_out(organisation: Organisation) -> None:
    token = organisation.token("field")
    kept = []
    for number in range(MOST_KEPT + 2):
        organisation.clock.move(timedelta(seconds=1))
        kept.append(rescue(organisation.server, token, PAGE, MultiDict({"notes": str(number)})))
    others = rescue(organisation.server, organisation.token("field2"), PAGE, MultiDict({"notes": NOTE}))

    with organisation.server.store.reading() as session:
        assert set(session.scalars(select(UnsentDraft.id))) == {*kept[2:], others}


def test_a_session_given_to_somebody_else_in_the_database_does_not_bring_them_the_words(
    organisation: Organisation,
) -> None:
    """Whoever writes rows says that a colleague's session was theirs, and waits for its next form."""
    with organisation.reading("field") as work:
        assert work.session_id is not None
        mark = FormMark(work.session_id, work.person.id)
    with organisation.server.store.writing() as session:
        row = update(SignInSession).where(SignInSession.id == mark.session_id)
        session.execute(row.values(staff_id=organisation.ids["technician"], keys_by_token=None))

    assert rescue_marked(organisation.server, mark, PAGE, MultiDict({"notes": NOTE})) is None


def test_a_mark_is_of_one_person_and_is_not_changed_on_its_way(organisation: Organisation) -> None:
    mark = FormMark(uuid4(), organisation.ids["field"])
    text = mark.as_text(organisation.server)
    other = FormMark(mark.session_id, organisation.ids["technician"]).as_text(organisation.server)

    assert FormMark.read(organisation.server, text) == mark
    assert FormMark.read(organisation.server, other[:64] + text[64:]) is None

"""A concern about several children becomes one for each: none of their readers reads of the others."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.cases.assigning import assign
from app.concerns.concern_page import concern_page
from app.concerns.concern_status import concern_status_of
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.for_each_child import ForChild, ForEachChild, make_for_each_child
from app.concerns.inbox import InboxFilter, inbox
from app.concerns.triage import acknowledge
from app.foundation.errors import Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.concern_states import ConcernState
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.promptings import Prompting
from app.packets.gathering import pack_of
from app.packets.happenings import happenings_of
from app.unit_of_work import Locks
from models.case import Case
from models.concern import Concern
from models.disclosure import Disclosure
from models.staff_member import StaffMember
from tests.app.concerns.test_linking import add
from tests.support.concerns import OBSERVED, SEEN_ON, case_row, child_of, new_concern, post
from tests.support.organisation import RIVERSIDE, Organisation

WHOLE = "A man gave money to three. Sokha wore a red shirt. Dara had no shoes. Nita held a doll."
EXCERPTS = {
    "Sokha": "A man gave money to […] Sokha wore a red shirt. […]",
    "Dara": "A man gave money to […] Dara had no shoes. […]",
    "Nita": "A man gave money to […] Nita held a doll.",
}


class Three:
    """One concern about three children: the caseworker works on the first one's case, and a colleague on the next."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.children = {name: child_of(organisation) for name in EXCERPTS}
        self.cases: dict[str, UUID] = {}
        with organisation.writing("supervisor") as work:
            for name, worker in (("Sokha", "caseworker"), ("Dara", "othercaseworker")):
                self.cases[name] = case_row(work, self.children[name])
                assign(work, self.cases[name], organisation.ids[worker])
        observed = replace(
            OBSERVED, words=WHOLE, child_words="Sokha, Dara and Nita", signs="Three of them watched: Seen"
        )
        self.whole_id = post(organisation, new=new_concern(observed=observed)).id
        self.said = {name: self._hear(name) for name in ("Sokha", "Dara")}

    def _hear(self, name: str) -> UUID:
        new = DisclosureInput(
            uuid4(),
            f"The words of {name}",
            Language.KHM,
            Prompting.SPONTANEOUS,
            SEEN_ON,
            place="By the ferry",
        )
        with self.organisation.writing("field") as work:
            add_disclosure(work, self.whole_id, new)
        self.organisation.clock.move(timedelta(minutes=1))
        return new.id

    def typed(self, *names: str) -> ForEachChild:
        """Return what is typed for these children."""
        with self.organisation.reading("supervisor") as work:
            version = concern_page(work, self.whole_id).version
        return ForEachChild(version, tuple(self.of(name) for name in names or EXCERPTS))

    def of(self, name: str) -> ForChild:
        """Return what is typed for one child."""
        said = (self.said[name],) if name in self.said else ()
        return ForChild(self.children[name], EXCERPTS[name], child_words=name, said=said)

    def made(self) -> dict[str, UUID]:
        """Make one for each, and return their ids by the child's name."""
        with self.organisation.writing("supervisor") as work:
            ids = make_for_each_child(work, self.whole_id, self.typed())
        self.organisation.clock.move(timedelta(days=2))
        return dict(zip(EXCERPTS, ids, strict=True))


def test_each_childs_readers_read_theirs_alone_and_how_many_others_there_are(
    organisation: Organisation,
) -> None:
    three = Three(organisation)
    made = three.made()

    with organisation.reading("caseworker") as work:
        page = concern_page(work, made["Sokha"])
        for other in (three.whole_id, made["Dara"], made["Nita"]):
            with pytest.raises(NotVisible):
                concern_page(work, other)
    assert page.observation is not None
    assert page.observation.words == EXCERPTS["Sokha"]
    assert page.observation.child_words == "Sokha"
    assert page.observation.signs == "", "the signs of a meeting are about everybody there"
    assert [each.document.words for each in page.disclosures if each.document] == ["The words of Sokha"]
    assert (page.child_id, page.case_id) == (three.children["Sokha"], three.cases["Sokha"])
    assert (page.group.others, page.group.whole_id, page.group.made) == (2, None, ())
    assert not {"Dara", "Nita"} & set(repr(page).replace("'", " ").split())
    with organisation.with_locks(Locks.KEYS_ONLY).reading("caseworker") as work:
        for other in (three.whole_id, made["Dara"], made["Nita"]):
            assert concern_page(work, other).observation is None


def test_the_next_step_goes_on_with_its_clock_in_each_of_them(organisation: Organisation) -> None:
    three = Three(organisation)
    with organisation.writing("supervisor2") as work:
        acknowledge(work, three.whole_id)
    with organisation.reading("supervisor") as work:
        due_at = concern_status_of(work, work.session.get_one(Concern, three.whole_id)).step_due_at
    assert due_at is not None
    organisation.clock.move(timedelta(minutes=30))

    made = three.made()

    with organisation.reading("supervisor") as work:
        statuses = [concern_status_of(work, work.session.get_one(Concern, id_)) for id_ in made.values()]
        whole = concern_status_of(work, work.session.get_one(Concern, three.whole_id))
    assert {each.step_due_at for each in statuses} == {due_at}
    assert {each.held_by for each in statuses} == {organisation.ids["supervisor"]}
    assert whole.held_by is None


def test_supervision_keeps_the_whole_and_finds_all_of_them_from_it(organisation: Organisation) -> None:
    three = Three(organisation)
    made = three.made()

    with organisation.reading("supervisor2") as work:
        whole, one = concern_page(work, three.whole_id), concern_page(work, made["Nita"])
        listed = inbox(work, InboxFilter())
    assert whole.observation is not None
    assert whole.observation.words == WHOLE
    assert (whole.delivery.state, whole.is_changed, whole.child_id) == (ConcernState.CLOSED, False, None)
    assert [each.id for each in whole.group.made] == list(made.values())
    assert (one.group.whole_id, one.group.others, one.case_id) == (three.whole_id, 2, None)
    assert {line.id for line in listed.list.lines} == set(made.values())
    assert {line.state for line in listed.list.lines} == {ConcernState.ACKNOWLEDGED}
    assert not any(line.is_changed for line in listed.list.lines)


def test_what_its_poster_adds_to_the_whole_waits_and_reaches_no_case_unread(
    organisation: Organisation,
) -> None:
    three = Three(organisation)
    made = three.made()
    add(organisation, three.whole_id)

    with organisation.reading("supervisor") as work:
        assert concern_page(work, three.whole_id).delivery.state is ConcernState.WAITING
    with organisation.reading("caseworker") as work:
        assert concern_page(work, made["Sokha"]).additions == ()


def test_a_packet_says_who_saw_it_and_when_it_was_written_down(organisation: Organisation) -> None:
    three = Three(organisation)
    three.made()

    with organisation.reading("supervisor") as work:
        case = work.session.get_one(Case, three.cases["Sokha"])
        told = happenings_of(work, case, pack_of(work, RIVERSIDE)).known
        posted_at = work.session.get_one(Concern, three.whole_id).posted_at
        code = work.session.get_one(StaffMember, organisation.ids["field"]).worker_code
    seen = next(entry for entry in told if entry.text == EXCERPTS["Sokha"])
    assert (seen.recorded_at, seen.worker_code) == (posted_at, code)
    assert not any("Dara" in entry.text for entry in told)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"words": "Sokha was hurt."}, "not-in-the-original"),
        ({"involved": "The driver"}, "not-in-the-original"),
        ({"words": "  "}, "no-words"),
    ],
)
def test_nothing_is_put_into_the_posters_mouth(
    organisation: Organisation, change: dict[str, str], reason: str
) -> None:
    three = Three(organisation)
    typed = three.typed()
    wrong = replace(typed, children=(replace(typed.children[0], **change), *typed.children[1:]))  # type: ignore[arg-type]  # a test's own words
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow, match=reason):
        make_for_each_child(work, three.whole_id, wrong)


def test_a_child_who_turns_up_later_gets_theirs_and_nobody_gets_two(organisation: Organisation) -> None:
    three = Three(organisation)
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow, match="two-children"):
        make_for_each_child(work, three.whole_id, three.typed("Sokha"))
    with organisation.writing("supervisor") as work:
        sokha, _dara = make_for_each_child(work, three.whole_id, three.typed("Sokha", "Dara"))

    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow, match="child-named-twice"):
        make_for_each_child(work, three.whole_id, three.typed("Dara"))
    with organisation.writing("supervisor") as work:
        make_for_each_child(work, three.whole_id, three.typed("Nita"))

    with organisation.reading("caseworker") as work:
        assert concern_page(work, sokha).group.others == 2
    with organisation.server.store.reading() as session:
        assert len(session.scalars(select(Disclosure)).all()) == 4


def test_a_second_press_makes_no_second_set(organisation: Organisation) -> None:
    three = Three(organisation)
    typed = three.typed()
    with organisation.writing("supervisor") as work:
        make_for_each_child(work, three.whole_id, typed)
    with organisation.writing("supervisor") as work, pytest.raises(Conflict):
        make_for_each_child(work, three.whole_id, typed)


@pytest.mark.parametrize(("name", "error"), [("caseworker", Refused), ("othersupervisor", NotVisible)])
def test_only_supervision_of_the_base_makes_them(
    organisation: Organisation, name: str, error: type[Exception]
) -> None:
    three = Three(organisation)
    with organisation.writing(name) as work, pytest.raises(error):
        make_for_each_child(work, three.whole_id, three.typed())

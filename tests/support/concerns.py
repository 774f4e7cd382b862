"""Concerns, children, cases and a safeguarding circle for tests, made in a cast member's name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, time
from uuid import UUID, uuid4

from app.bases.known import vouched_base
from app.cases.documents import CaseSummary
from app.children.children import ChildInput, make_child
from app.children.documents import ChildProfile
from app.concerns.observing import Observed
from app.concerns.posting import ConcernInput, Posted, post_concern
from app.foundation.moments import MomentInput
from app.foundation.roles import Flag
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.urgencies import Urgency
from app.keyring.assigning import assign
from app.keyring.policy import Duty, FolderKind
from app.keyring.safeguarding_acts import Act, ActKind
from app.keyring.writing import make_folder
from app.safeguarding.agreeing import agree_as_member, agree_with_cards, mark_of_act
from app.safeguarding.allegations import AllegationInput, AllegationPosted, post_allegation
from app.safeguarding.circle import admit_to_safeguarding, open_circle
from app.safeguarding.outside_card import make_outside_card
from app.safeguarding.outside_member import outside_member_page, write_outside_member
from app.safeguarding.outside_pages import agree_as_outside
from app.safeguarding.outside_session import enter, outside_work
from app.staff.accounts import change_flags, own_six_words
from app.unit_of_work import Mode, UnitOfWork
from models.case import Case
from tests.support.organisation import RIVERSIDE, Organisation

WORDS = "The woman in the yellow shirt took money from five children, one after the other."
ABOUT = "The driver who brings the food on Fridays."
SEEN_ON = MomentInput(date(2026, 11, 1), time(21, 40))
OBSERVED = Observed(EvidenceBasis.SEEN, WORDS, SEEN_ON, place="Under the big tree by the ferry")


def new_concern(urgency: Urgency = Urgency.HIGH, **options: object) -> ConcernInput:
    """Return a concern as it is typed."""
    return replace(ConcernInput(uuid4(), urgency, OBSERVED), **options)  # type: ignore[arg-type]  # a test's own words


def post(organisation: Organisation, by: str = "field", new: ConcernInput | None = None) -> Posted:
    """Post a concern in a cast member's name."""
    with organisation.writing(by) as work:
        return post_concern(work, new or new_concern())


def child_of(organisation: Organisation, by: str = "supervisor", *, base_id: UUID = RIVERSIDE) -> UUID:
    """Make a child of a base."""
    new = ChildInput(uuid4(), ChildProfile(latin="Sokha", local="សុខា"), base_id)
    with organisation.writing(by) as work:
        return make_child(work, new).id


def case_row(work: UnitOfWork, child_id: UUID, *, base_id: UUID = RIVERSIDE) -> UUID:
    """Add the row of an open case of a child, and its folder."""
    case_id = uuid4()
    folder = make_folder(work, FolderKind.CASE, base_id=base_id, child_id=child_id, case_id=case_id)
    case = Case(
        id=case_id,
        code=f"{vouched_base(work, base_id).prefix}-K-{case_id.hex[:6]}",
        base_id=base_id,
        child_id=child_id,
        folder_id=folder.id,
        opened_at=work.now,
        opened_by=work.person.id,
        stage="opened",
        stage_since=work.now,
    )
    folder.write(case, CaseSummary("asked for help"))
    work.session.flush()
    return case_id


@dataclass(frozen=True)
class OpenCase:
    """A child and their case, to which `caseworker` and `counsellor` are assigned."""

    child_id: UUID
    case_id: UUID


def assigned_case(organisation: Organisation) -> OpenCase:
    """Open a case of a child of Riverside and assign the caseworker and the counsellor of the cast."""
    child_id = child_of(organisation)
    with organisation.writing("supervisor") as work:
        case_id = case_row(work, child_id)
        for name, duty in (("caseworker", Duty.CASEWORKER), ("counsellor", Duty.COUNSELLOR)):
            assign(work, case_id, organisation.ids[name], duty=duty, base_id=RIVERSIDE)
    return OpenCase(child_id, case_id)


def name_for_safeguarding(organisation: Organisation, *names: str) -> None:
    """Let a director name people for safeguarding; nobody is a member by that."""
    for name in names:
        with organisation.writing("director2" if name == "director" else "director") as work:
            change_flags(work, organisation.ids[name], frozenset({Flag.SAFEGUARDING}))


def safeguarding_circle(organisation: Organisation, first: str = "auditor", *others: str) -> None:
    """Name people for safeguarding, open the circle in the first one's session, and let them admit the others."""
    name_for_safeguarding(organisation, first, *others)
    with organisation.writing(first) as work:
        open_circle(work)
    for name in others:
        with organisation.reading(name) as work:
            words = " ".join(own_six_words(work))
        with organisation.writing(first) as work:
            admit_to_safeguarding(work, organisation.ids[name], words)


def kit_words(organisation: Organisation) -> tuple[str, str]:
    """Return the words of both kit cards, as somebody types them."""
    assert organisation.kit_cards is not None
    card_a, card_b = organisation.kit_cards
    return " ".join(card_a.words()), " ".join(card_b.words())


OUTSIDE = ("Sok Channary", "012 555 010")


def outside_card(organisation: Organisation, member: str = "auditor") -> str:
    """Let a member make the outside member and their card, with both kit cards. Returns the printed words."""
    organisation.tokens.pop(member, None)
    with organisation.writing(member) as work:
        card = make_outside_card(work, *OUTSIDE, *kit_words(organisation))
    assert card is not None
    return " ".join(card.words)


@contextmanager
def as_outside(organisation: Organisation, words: str, mode: Mode = Mode.WRITING) -> Iterator[UnitOfWork]:
    """Do something as the outside member who has the card with these words."""
    token = enter(organisation.server, words, address="outside").token
    with outside_work(organisation.server, token, mode) as work:
        yield work


def own_card(organisation: Organisation, member: str = "auditor") -> str:
    """Return the words of the card that replaced the printed one at its first use."""
    entered = enter(organisation.server, outside_card(organisation, member), address="outside")
    assert entered.card is not None
    return " ".join(entered.card.words)


def un_naming(organisation: Organisation, name: str) -> Act:
    """Return the act that un-names a cast member."""
    return Act(ActKind.UN_NAME, person=organisation.ids[name])


def un_name(organisation: Organisation, name: str, *, member: str) -> None:
    """End somebody's membership, as a member and both cards agree."""
    act = un_naming(organisation, name)
    organisation.tokens.pop(member, None)
    with organisation.writing(member) as work:
        agree_as_member(work, mark_of_act(act))
        agree_with_cards(work, mark_of_act(act), *kit_words(organisation))


def let_take_up(organisation: Organisation, name: str, *, words: str) -> None:
    """Let the outside member and both cards agree that somebody begins the circle anew, and begin it."""
    mark = mark_of_act(Act(ActKind.TAKE_UP, person=organisation.ids[name]))
    with as_outside(organisation, words) as work:
        agree_as_outside(work, mark)
    organisation.tokens.pop("field", None)
    with organisation.writing("field") as work:
        agree_with_cards(work, mark, *kit_words(organisation))
    with organisation.writing(name) as work:
        open_circle(work)


def allege(organisation: Organisation, by: str = "field", **options: object) -> AllegationPosted:
    """Post an allegation in a cast member's name."""
    new = replace(AllegationInput(uuid4(), Urgency.HIGH, ABOUT, OBSERVED), **options)  # type: ignore[arg-type]  # a test's own words
    with organisation.writing(by) as work:
        return post_allegation(work, new)


def write_board_member(organisation: Organisation, name: str, phone: str, *, by: str = "director") -> None:
    """Let a director write down whom people call about our own."""
    with organisation.writing(by) as work:
        write_outside_member(work, name, phone, version=outside_member_page(work).version)

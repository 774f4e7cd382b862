"""Records of every kind, made by the services in cast members' names, each with words that can be sought."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select

from app.cases.assigning import assign
from app.cases.creating import CaseInput, open_case
from app.cases.notes import NOTES, NoteInput, add_note
from app.cases.stages import CaseStatus
from app.cases.tasks import TaskInput, add_task
from app.children.children import ChildInput, change_safe_contact, make_child
from app.children.documents import ChildProfile, EmergencyWords, SafeContact
from app.children.emergency import change_sheet
from app.concerns.concern_status import concern_status_of
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.lines_back import LineInput, answer_poster
from app.concerns.linking import link_to_case
from app.concerns.moving import PutElsewhere, put_elsewhere
from app.concerns.observing import Observed
from app.concerns.posting import ConcernInput, post_concern
from app.concerns.triage import acknowledge
from app.consent.recording import ConsentInput, write_consent
from app.families.addresses import AddressInput, write_address
from app.families.beginning import TakenAlong, begin_family
from app.families.documents import AddressWords, HouseholdProfile, MemberWords, SupportWords, WishWords
from app.families.households import HouseholdInput
from app.families.members import MemberInput, add_member
from app.families.supports import SupportInput, add_support
from app.families.wishes import WishInput, write_wish
from app.foundation.moments import as_typed
from app.foundation.vocabulary.absence_answers import AbsenceAnswer
from app.foundation.vocabulary.answers_back import AnswerBack
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.consent_forms import ConsentForm
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.copy_steps import StepKind
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.family_roles import FamilyRole
from app.foundation.vocabulary.family_supports import SupportKind
from app.foundation.vocabulary.home_safeties import HomeSafety
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.foundation.vocabulary.promptings import Prompting
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.foundation.vocabulary.sheets import SheetKind, SheetStepKind
from app.foundation.vocabulary.support_states import SupportState
from app.foundation.vocabulary.urgencies import Urgency
from app.group_sessions.documents import ShownByChild
from app.mistakes.marking import MarkInput
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place, RoutePlan
from app.outreach.routes import make_route
from app.outreach.shifts import ShiftInput, open_shift
from app.outreach.writing import EncounterInput, write_encounter
from app.packets.contents import Urgency as PacketUrgency
from app.packets.drafting import PacketInput, begin_packet
from app.placements.documents import Home
from app.placements.homes import PlacementInput, record_placement
from app.restoration.assessments import AssessmentInput, DomainScore, ScoreSheet, write_assessment
from app.restoration.goals import GoalInput, GoalWords, set_goal
from app.safeguarding.allegations import AllegationInput, post_allegation
from app.safety_plans.documents import PlanAction, PlanWords
from app.safety_plans.plans import PlanInput, write_plan
from app.sheets.printing import SheetInput, print_sheet
from app.sheets.steps import SheetStepInput, record_sheet_step
from app.stage_moves.moving import MoveInput, ask
from app.sweeps.pages import sweep_view
from app.sweeps.sweeping import begin_sweep, sweep_on
from app.unit_of_work import UnitOfWork
from models.assignment import Assignment
from models.case import RiskChange
from models.concern import Concern
from models.encounter import EncounterChild
from tests.support.absences import answered, member_of
from tests.support.clubs import made_club, registered
from tests.support.concerns import safeguarding_circle
from tests.support.groups import came, session_of, showed
from tests.support.home_visits import found, is_back, left, visit_to
from tests.support.organisation import RIVERSIDE, Organisation
from tests.support.packets import approve, exported, order_for, record, submitted
from tests.support.screenings import screened

TOMORROW = timedelta(days=1)


@dataclass
class LivedIn:
    """The ids of one record of each kind in the first base, by the name its pages give it in their address."""

    organisation: Organisation
    ids: dict[str, UUID] = field(default_factory=dict)

    def __getitem__(self, name: str) -> UUID:
        return self.ids[name]


CANARIES = {
    "profile": "canary-marigold",
    "safe contact": "canary-teal",
    "emergency sheet": "canary-lantern",
    "route": "canary-ferry",
    "encounter": "canary-awning",
    "club absence": "canary-hopscotch",
    "club": "canary-lotus",
    "concern": "canary-umbrella",
    "disclosure": "canary-swallow",
    "case file": "canary-notebook",
    "placement": "canary-doorway",
    "home visit": "canary-threshold",
    "group session": "canary-tambourine",
    "screening": "canary-lamppost",
    "restoration": "canary-orchard",
    "packet": "canary-envelope",
    "allegation": "canary-lighthouse",
    "family": "canary-hearth",
    "hidden address": "canary-alley",
}
"""A word for each row of the access matrix, planted in that row's records and in no other."""


def live_in(organisation: Organisation) -> LivedIn:
    """Make one record of every kind: `field` on the street, `caseworker` and `counsellor` assigned.

    The safeguarding circle is `supervisor2` alone, so that nobody else in the cast may open an allegation.
    """
    lived = LivedIn(organisation)
    lived.ids |= {"base_id": RIVERSIDE, "staff_id": organisation.ids["othercaseworker"]}
    _street(lived)
    _club(lived)
    _concern(lived)
    _case(lived)
    _taken_out(lived)
    _restoration(lived)
    _packet(lived)
    _mistake(lived)
    _sheet(lived)
    _family(lived)
    _visit(lived)
    _group(lived)
    _screening(lived)
    _allegation(lived)
    _absence(lived)
    _sweep(lived)
    return lived


def _street(lived: LivedIn) -> None:
    organisation, ids = lived.organisation, lived.ids
    with organisation.writing("field") as work:
        profile = ChildProfile(latin="Sok Sophea", local="សុខ សុភា", notes=CANARIES["profile"])
        ids["child_id"] = make_child(work, ChildInput(uuid4(), profile)).id
    with organisation.writing("field") as work:
        change_safe_contact(work, ids["child_id"], SafeContact(never=CANARIES["safe contact"]), version=1)
    with organisation.writing("caseworker") as work:
        change_sheet(work, ids["child_id"], EmergencyWords(danger=CANARIES["emergency sheet"]), version=0)
    with organisation.writing("supervisor") as work:
        ids["route_id"] = make_route(work, uuid4(), RoutePlan(CANARIES["route"], ("12",), ("by the bridge",)))
    with organisation.writing("field") as work:
        now = as_typed(work.now).at or time(20)
        back = (work.now + timedelta(hours=9)).time().replace(microsecond=0)
        ids["shift_id"] = open_shift(work, ShiftInput(uuid4(), (work.person.id,), now, back))
    with organisation.writing("field") as work:
        account = Account(Place(words="by the steps"), words=CANARIES["encounter"])
        child = MetChildInput(ChildDescription(words="red shirt"), ids["child_id"])
        typed = EncounterInput(now, account, 1, (child,))
        ids["encounter_id"] = write_encounter(work, ids["shift_id"], uuid4(), typed)
        ids["row_id"] = work.session.scalars(select(EncounterChild.id)).one()


def _club(lived: LivedIn) -> None:
    """A club that `field` leads, with a register of the day before in which the child is marked."""
    organisation, ids = lived.organisation, lived.ids
    ids["club_id"] = made_club(organisation, name=CANARIES["club"])
    ids["session_id"] = registered(organisation, ids["club_id"], [ids["child_id"]], words=CANARIES["club"])


def _absence(lived: LivedIn) -> None:
    """A child of that club for whom a visit is asked for."""
    organisation, ids = lived.organisation, lived.ids
    ids["club_child_id"] = member_of(organisation, ids["club_id"], ids["child_id"])
    ids["absence_id"] = answered(
        organisation, ids["club_id"], ids["child_id"], AbsenceAnswer.VISIT, words=CANARIES["club absence"]
    )


def _observed(work: UnitOfWork, words: str) -> Observed:
    return Observed(EvidenceBasis.SEEN, words, as_typed(work.now))


def _concern(lived: LivedIn) -> None:
    organisation, ids = lived.organisation, lived.ids
    with organisation.writing("field") as work:
        observed = _observed(work, CANARIES["concern"])
        new = ConcernInput(uuid4(), Urgency.HIGH, observed, None, ids["child_id"], ids["encounter_id"])
        ids["concern_id"] = post_concern(work, new).id
    with organisation.writing("supervisor") as work:
        acknowledge(work, ids["concern_id"])
    with organisation.writing("supervisor") as work:
        answer_poster(work, ids["concern_id"], LineInput(uuid4(), AnswerBack.COMING, "canary-heron"))


def _case(lived: LivedIn) -> None:
    organisation, ids = lived.organisation, lived.ids
    with organisation.writing("supervisor") as work:
        new = CaseInput(uuid4(), ids["child_id"], CANARIES["case file"], Risk.MEDIUM, ids["concern_id"])
        open_case(work, new)
        ids["case_id"] = new.id
        query = select(RiskChange.id).where(RiskChange.case_id == new.id)
        ids["risk_id"] = work.session.scalars(query).one()
    for name in ("caseworker", "counsellor"):
        with organisation.writing("supervisor") as work:
            assign(work, ids["case_id"], organisation.ids[name])
            ids["assignment_id"] = work.session.scalars(
                select(Assignment.id).where(Assignment.staff_id == organisation.ids[name])
            ).one()
    with organisation.writing("supervisor") as work:
        words = CANARIES["disclosure"]
        new_words = DisclosureInput(uuid4(), words, Language.KHM, Prompting.SPONTANEOUS, as_typed(work.now))
        add_disclosure(work, ids["concern_id"], new_words)
        ids["disclosure_id"] = ids["part_id"] = new_words.id
    with organisation.writing("caseworker") as work:
        ids["note_id"], ids["task_id"], ids["plan_id"] = uuid4(), uuid4(), uuid4()
        note = NoteInput(CANARIES["case file"], as_typed(work.now), EvidenceBasis.SEEN)
        add_note(work, ids["case_id"], ids["note_id"], note)
        due_on = work.now.date() + TOMORROW
        add_task(
            work, ids["case_id"], ids["task_id"], TaskInput(CANARIES["case file"], due_on, work.person.id)
        )
        action = PlanAction("her aunt", CANARIES["case file"])
        write_plan(work, ids["case_id"], PlanInput(ids["plan_id"], PlanWords((action,)), due_on, None))
    with organisation.writing("caseworker") as work:
        ids["placement_id"] = uuid4()
        home = Home(PlacementKind.KINSHIP, HomeSafety.SAFE, address=CANARIES["placement"])
        record_placement(work, ids["case_id"], ids["placement_id"], PlacementInput(home, work.now.date()))
    with organisation.writing("caseworker") as work:
        today = work.now.date()
        consent = ConsentInput(
            uuid4(),
            ConsentBasis.CASEWORKER,
            today,
            CANARIES["case file"],
            ConsentForm.SIGNED,
            shared_with=(SharedWith.POLICE,),
            what="what was seen",
            not_a_suspect=True,
        )
        ids["consent_id"] = write_consent(work, ids["case_id"], consent)


def _taken_out(lived: LivedIn) -> None:
    """A concern that was put into the case by mistake, and taken out again."""
    organisation, ids = lived.organisation, lived.ids
    with organisation.writing("supervisor") as work:
        observed = _observed(work, CANARIES["concern"])
        taken_id = post_concern(work, ConcernInput(uuid4(), Urgency.LOW, observed)).id
        link_to_case(work, taken_id, ids["case_id"], ids["child_id"])
    with organisation.writing("supervisor") as work:
        version = concern_status_of(work, work.session.get_one(Concern, taken_id)).version
        put_elsewhere(work, taken_id, PutElsewhere(CANARIES["case file"], version))


def _restoration(lived: LivedIn) -> None:
    organisation, ids = lived.organisation, lived.ids
    words = CANARIES["restoration"]
    with organisation.writing("caseworker") as work:
        goal = GoalInput(uuid4(), date(2027, 1, 1), GoalWords(words))
        ids["goal_id"] = set_goal(work, ids["case_id"], goal)
        sheet = ScoreSheet((DomainScore("safety", 3, words),))
        assessment = AssessmentInput(uuid4(), work.now.date(), sheet)
        ids["assessment_id"] = write_assessment(work, ids["case_id"], assessment)
    with organisation.writing("caseworker") as work:
        move = MoveInput(uuid4(), CaseStatus.PREVENTION, CANARIES["case file"])
        ask(work, ids["case_id"], move)
        ids["move_id"] = move.id


def _packet(lived: LivedIn) -> None:
    organisation, ids = lived.organisation, lived.ids
    for name in ("packet_id", "frozen_packet_id", "leaving_packet_id"):
        with organisation.writing("caseworker") as work:
            new = PacketInput(
                uuid4(), ids["case_id"], PacketUrgency.HIGH, CANARIES["packet"], ("ahtjp_municipal",)
            )
            ids[name] = begin_packet(work, new)
    submitted(organisation, ids["frozen_packet_id"])
    submitted(organisation, ids["leaving_packet_id"])
    approve(organisation, ids["leaving_packet_id"], by="supervisor")
    approve(organisation, ids["leaving_packet_id"], by="director")
    order = order_for(organisation, ids["leaving_packet_id"])
    ids["recipient_id"], ids["file_id"] = order.recipient_id, order.id
    exported(organisation, ids["leaving_packet_id"], order)
    ids["step_id"] = record(
        organisation, ids["leaving_packet_id"], StepKind.RECEIVED, officer=CANARIES["packet"]
    )


def _mistake(lived: LivedIn) -> None:
    """A packet left with the note, so a second person decides whether it was written by mistake."""
    lived.ids["record_id"], lived.ids["mark_id"] = lived["note_id"], uuid4()
    with lived.organisation.writing("caseworker") as work:
        new = MarkInput(lived["mark_id"], CANARIES["case file"])
        NOTES.mark_mistaken(work, lived["case_id"], lived["note_id"], new)


def _sheet(lived: LivedIn) -> None:
    """A sheet that `caseworker` printed and `field` carries, with a step that was recorded by mistake."""
    organisation, ids = lived.organisation, lived.ids
    ids["sheet_id"], ids["sheet_step_id"] = uuid4(), uuid4()
    with organisation.writing("caseworker") as work:
        new = SheetInput(
            ids["sheet_id"],
            SheetKind.EMERGENCY,
            ids["child_id"],
            organisation.ids["field"],
            purpose=CANARIES["emergency sheet"],
        )
        print_sheet(work, new)
    with organisation.writing("supervisor") as work:
        back = SheetStepInput(ids["sheet_step_id"], SheetStepKind.RETURNED, CANARIES["emergency sheet"])
        record_sheet_step(work, ids["sheet_id"], back)
    with organisation.writing("supervisor") as work:
        word = CANARIES["emergency sheet"]
        mistake = SheetStepInput(uuid4(), SheetStepKind.MISTAKE, word, ids["sheet_step_id"])
        record_sheet_step(work, ids["sheet_id"], mistake)


def _family(lived: LivedIn) -> None:
    """The child's family, whose address is hidden from all but those who work on the child's case."""
    organisation, ids, word = lived.organisation, lived.ids, CANARIES["family"]
    ids |= {name: uuid4() for name in ("household_id", "member_id", "support_id", "wish_id")}
    ids["family_record_id"] = ids["support_id"]
    with organisation.writing("caseworker") as work:
        new = HouseholdInput(HouseholdProfile("Sok, by the bridge", notes=word))
        begin_family(work, ids["household_id"], new, TakenAlong(ids["child_id"]))
        words = MemberWords(FamilyRole.MOTHER, "Sok Chanthy", ContactSafety.YES, how=word)
        add_member(work, ids["household_id"], ids["member_id"], MemberInput(words))
    with organisation.writing("caseworker") as work:
        today = work.now.date()
        help_ = SupportWords(SupportKind.DETOX, SupportState.WANTED, word)
        support = SupportInput(help_, today, today + TOMORROW, ids["member_id"])
        add_support(work, ids["household_id"], ids["support_id"], support)
        child_row = uuid5(ids["household_id"], str(ids["child_id"]))
        asked = WishInput(WishWords(word, first_help=word), ids["member_id"], child_row, today)
        write_wish(work, ids["household_id"], ids["wish_id"], asked)
    with organisation.writing("caseworker") as work:
        where = AddressInput(AddressWords(CANARIES["hidden address"], "the mother"), is_hidden=True)
        write_address(work, ids["household_id"], where, version=0)


def _visit(lived: LivedIn) -> None:
    """A visit that `field` and `caseworker` made to the child's family, where something was red."""
    organisation, ids = lived.organisation, lived.ids
    word, ids["visit_id"] = CANARIES["home visit"], uuid4()
    visit_to(
        organisation,
        ids["household_id"],
        ids["child_id"],
        visit_id=ids["visit_id"],
        case_id=ids["case_id"],
        purpose=word,
    )
    left(organisation, ids["visit_id"])
    found(organisation, ids["visit_id"], "aabac", words=word)
    is_back(organisation, ids["visit_id"], "field")
    is_back(organisation, ids["visit_id"], "caseworker")


def _group(lived: LivedIn) -> None:
    """Healing arts that `field` and `counsellor` led, where the child came and chose to show something."""
    organisation, ids = lived.organisation, lived.ids
    word, ids["group_id"] = CANARIES["group session"], uuid4()
    session_of(organisation, ids["child_id"], group_id=ids["group_id"], place=word, art_form="clay")
    came(organisation, ids["group_id"], ids["child_id"], words=word)
    showed(organisation, ids["group_id"], ShownByChild(ids["child_id"], word))


def _screening(lived: LivedIn) -> None:
    """A screening that `field` wrote, in which nothing alerts anybody."""
    lived.ids["screening_id"] = screened(
        lived.organisation,
        lived.ids["child_id"],
        {"secrecy": "told"},
        by="field",
        words=CANARIES["screening"],
    )


def _allegation(lived: LivedIn) -> None:
    organisation, ids = lived.organisation, lived.ids
    safeguarding_circle(organisation, "supervisor2")
    ids["person_id"] = organisation.ids["supervisor2"]
    with organisation.writing("field") as work:
        word = CANARIES["allegation"]
        new = AllegationInput(uuid4(), Urgency.HIGH, word, _observed(work, word))
        ids["allegation_id"] = post_allegation(work, new).id


def _sweep(lived: LivedIn) -> None:
    lived.ids["sweep_id"] = uuid4()
    with lived.organisation.writing("supervisor") as work:
        begin_sweep(work, RIVERSIDE, lived.ids["sweep_id"])
    while not _is_swept(lived):
        with lived.organisation.writing("supervisor") as work:
            sweep_on(work, lived.ids["sweep_id"])


def _is_swept(lived: LivedIn) -> bool:
    with lived.organisation.reading("supervisor") as work:
        return sweep_view(work, lived.ids["sweep_id"]).finished_at is not None

"""Goes on where `lived_in` ends: another child and case beside the first, and records that came to their ends.

So every table has a row, every column a value somewhere, and a link that is changed finds another record of its kind to
point at. The words of the other children's records begin with `other-`, and stand in no record of the first.
"""

from contextlib import suppress
from datetime import date, time, timedelta
from uuid import UUID, uuid4

from app.cases.assigning import assign, end_assignment
from app.cases.creating import CaseInput, open_case
from app.cases.notes import NoteInput, add_note
from app.cases.tasks import TaskInput, add_task, finish_task
from app.children.children import ChildInput, make_child
from app.children.documents import ChildProfile
from app.concerns.adding import AdditionInput, add_to_concern
from app.concerns.disclosures import DisclosureInput, add_disclosure
from app.concerns.lines_back import LineInput, answer_poster
from app.concerns.observing import Observed
from app.concerns.posting import ConcernInput, post_concern
from app.concerns.triage import CloseConcern, acknowledge, close_concern
from app.consent.recording import approve_override, ask_to_override
from app.foundation.case_statuses import CaseStatus
from app.foundation.errors import WayhomeError
from app.foundation.moments import as_typed
from app.foundation.vocabulary.addition_kinds import AdditionKind
from app.foundation.vocabulary.answers_back import AnswerBack
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.home_safeties import HomeSafety
from app.foundation.vocabulary.languages import Language
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.foundation.vocabulary.promptings import Prompting
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.urgencies import Urgency
from app.outreach.documents import Account, ChildDescription, MetChildInput, Place, RoutePlan
from app.outreach.routes import RouteUse, make_route, set_route_use
from app.outreach.shifts import Check, Missing, ShiftInput, check, end_shift, open_shift
from app.outreach.writing import EncounterInput, write_encounter
from app.packets.drafting import correct_packet
from app.packets.template_reviews import ReviewInput as TemplateReviewInput
from app.packets.template_reviews import record_review
from app.placements.documents import Home
from app.placements.homes import PlacementInput, record_placement
from app.restoration.assessments import AssessmentInput, DomainScore, ScoreSheet, write_assessment
from app.restoration.goals import GoalInput, GoalState, GoalWords, end_goal, set_goal
from app.restoration.returns import ReturnInput, ReturnWords, return_assessment
from app.restoration.reviews import ReviewInput, ReviewRemark, sign_off
from app.safeguarding.allegations import acknowledge_allegation
from app.safety_plans.documents import PlanAction, PlanWords
from app.safety_plans.plans import PlanInput, write_plan
from app.sign_in.drafts import rescue
from app.sign_in.sent_forms import remember_form
from app.sign_in.signing_in import sign_in
from app.stage_moves.moving import Decision, MoveInput, Verdict, ask, decide
from tests.support.concerns import own_card
from tests.support.consents import consent_in, new_override, take_back
from tests.support.lived_in import CANARIES, LivedIn
from tests.support.organisation import Organisation
from tests.support.packets import drafted, hand_over, submitted, withdraw

DAY = timedelta(days=1)


def live_on(lived: LivedIn) -> LivedIn:
    """Bring the first child's records further, and make another child's beside them and one in another base."""
    organisation = lived.organisation
    _ended_in_the_same_case(lived)
    _concerns_went_on(lived)
    _street_went_on(lived)
    _packets_went_on(lived)
    beside = _Another(
        organisation, "other-beside", field="field", office="supervisor", worker="othercaseworker"
    )
    beside.live()
    elsewhere = _Another(
        organisation, "other-elsewhere", field="otherfield", office="othersupervisor", worker=None
    )
    elsewhere.live()
    _house_went_on(organisation)
    return lived


def _ended_in_the_same_case(lived: LivedIn) -> None:
    organisation, case_id = lived.organisation, lived["case_id"]
    goal_id, dropped_id, task_id = uuid4(), uuid4(), uuid4()
    with organisation.writing("caseworker") as work:
        today = work.now.date()
        set_goal(work, case_id, GoalInput(goal_id, date(2030, 2, 2), GoalWords("reads a whole book")))
        set_goal(work, case_id, GoalInput(dropped_id, date(2030, 2, 3), GoalWords("learns to swim")))
        add_task(work, case_id, task_id, TaskInput("ask the school", today + DAY, work.person.id))
        home = Home(PlacementKind.KINSHIP, HomeSafety.SAFE, address="her uncle's house")
        draft = PlacementInput(home, today - 9 * DAY, until_on=today - DAY, review_on=today - 2 * DAY)
        record_placement(work, case_id, uuid4(), draft)
    with organisation.writing("caseworker") as work:
        end_goal(work, case_id, goal_id, version=1, state=GoalState.REACHED)
        end_goal(work, case_id, dropped_id, version=1, state=GoalState.DROPPED, why="the river is high")
        finish_task(work, case_id, task_id)
        words = PlanWords((PlanAction("her teacher", "walks home with her"),))
        write_plan(work, case_id, PlanInput(uuid4(), words, today + DAY, replaces=lived["plan_id"]))
    organisation.clock.move(timedelta(minutes=1))
    with organisation.writing("caseworker") as work:
        sheet = ScoreSheet((DomainScore("safety", 4, "sleeps through the night"),))
        scored_id = write_assessment(work, case_id, AssessmentInput(uuid4(), today, sheet))
    with organisation.writing("supervisor") as work:
        remark = ReviewRemark("Keep the Friday visits")
        sign_off(work, case_id, ReviewInput(uuid4(), today + 30 * DAY, remark))
        return_assessment(
            work,
            case_id,
            scored_id,
            ReturnInput(uuid4(), today + 7 * DAY, ReturnWords("What was it before?")),
        )
    take_back(organisation, case_id, consent_in(organisation, case_id))
    _override(organisation, case_id)
    with organisation.writing("supervisor2") as work:
        decide(work, case_id, lived["move_id"], Decision(Verdict.REFUSE, "not yet", version=1))
    with organisation.writing("caseworker") as work:
        move = MoveInput(uuid4(), CaseStatus.PREVENTION, "the family asks for it")
        ask(work, case_id, move)
    with organisation.writing("supervisor") as work:
        assign(work, case_id, organisation.ids["othercaseworker"])
    with organisation.writing("supervisor") as work:
        end_assignment(work, case_id, _assignment_of(organisation, case_id, "othercaseworker"))


def _override(organisation: Organisation, case_id: UUID) -> None:
    words = CANARIES["case file"]
    new = new_override(what=words, reason=words)
    with organisation.writing("caseworker") as work:
        ask_to_override(work, case_id, new)
    with organisation.writing("supervisor") as work:
        approve_override(work, new.id, version=1)


def _assignment_of(organisation: Organisation, case_id: UUID, name: str) -> UUID:
    from sqlalchemy import select

    from models.assignment import Assignment

    with organisation.server.store.reading() as session:
        here = Assignment.case_id == case_id, Assignment.staff_id == organisation.ids[name]
        return session.scalars(select(Assignment.id).where(*here)).one()


def _concerns_went_on(lived: LivedIn) -> None:
    organisation, ids = lived.organisation, lived.ids
    with organisation.writing("field") as work:
        when = as_typed(work.now)
        add_to_concern(
            work,
            ids["concern_id"],
            AdditionInput(uuid4(), AdditionKind.NOTE, when, "she wears a blue cap"),
        )
    with organisation.writing("supervisor") as work:
        mended = DisclosureInput(
            uuid4(),
            "he calls on Fridays",
            Language.KHM,
            Prompting.SPONTANEOUS,
            as_typed(work.now),
            corrects_id=ids["disclosure_id"],
        )
        add_disclosure(work, ids["concern_id"], mended)
    with organisation.writing("supervisor2") as work:
        acknowledge_allegation(work, ids["allegation_id"])


def _street_went_on(lived: LivedIn) -> None:
    organisation = lived.organisation
    with organisation.writing("supervisor") as work:
        route_id = make_route(work, uuid4(), RoutePlan("the old bus station", ("12",), ("by the stalls",)))
        retired_id = make_route(work, uuid4(), RoutePlan("the closed market", ("12",), ("by the gate",)))
        set_route_use(work, retired_id, RouteUse.RETIRED)
    shift_id = _shift(organisation, "field2", route_id)
    with organisation.writing("field2") as work:
        now = as_typed(work.now).at or time(20)
        account = Account(Place(words="at the stalls"), words="asked for water")
        child = MetChildInput(ChildDescription(words="a yellow scarf"), None)
        write_encounter(work, shift_id, uuid4(), EncounterInput(now, account, 1, (child,), Urgency.LOW))
    with organisation.writing("field2") as work:
        check(work, shift_id, work.person.id, Check.IN)
        check(work, shift_id, work.person.id, Check.OUT)
        end_shift(work, shift_id, words="quiet", missing=Missing.ASK)


def _shift(organisation: Organisation, name: str, route_id: UUID | None = None) -> UUID:
    with organisation.writing(name) as work:
        now = as_typed(work.now).at or time(20)
        back = (work.now + timedelta(hours=8)).time().replace(microsecond=0)
        return open_shift(work, ShiftInput(uuid4(), (work.person.id,), now, back, route_id))


def _packets_went_on(lived: LivedIn) -> None:
    organisation, ids = lived.organisation, lived.ids
    hand_over(organisation, ids["leaving_packet_id"], ids["file_id"])
    with organisation.writing("caseworker") as work:
        correct_packet(work, ids["leaving_packet_id"], uuid4())
    withdrawn = submitted(organisation, drafted(organisation, ids["case_id"]))
    withdraw(organisation, withdrawn, by="caseworker")


class _Another:
    """Another child, with a record of each kind that a link of the first child's could be pointed at."""

    def __init__(
        self, organisation: Organisation, words: str, *, field: str, office: str, worker: str | None
    ) -> None:
        self.organisation, self.words = organisation, words
        self.field, self.office, self.worker = field, office, worker
        self.child_id, self.case_id = uuid4(), uuid4()

    def live(self) -> None:
        """Meet the child, post a concern, open a case and write in it."""
        self._meet()
        self._concern()
        self._case()

    def _meet(self) -> None:
        with self.organisation.writing(self.field) as work:
            profile = ChildProfile(latin=self.words, local="ដារា", notes=self.words)
            make_child(work, ChildInput(self.child_id, profile))
        shift_id = _shift(self.organisation, self.field)
        with self.organisation.writing(self.field) as work:
            now = as_typed(work.now).at or time(20)
            account = Account(Place(words=self.words), words=self.words)
            child = MetChildInput(ChildDescription(words=self.words), self.child_id)
            self.encounter_id = write_encounter(
                work, shift_id, uuid4(), EncounterInput(now, account, 1, (child,))
            )

    def _concern(self) -> None:
        concern_id, closed_id = uuid4(), uuid4()
        for each in (concern_id, closed_id):
            with self.organisation.writing(self.field) as work:
                observed = Observed(EvidenceBasis.SEEN, self.words, as_typed(work.now))
                post_concern(
                    work, ConcernInput(each, Urgency.LOW, observed, None, self.child_id, self.encounter_id)
                )
        for each in (concern_id, closed_id):
            with self.organisation.writing(self.office) as work:
                acknowledge(work, each)
        with self.organisation.writing(self.office) as work:
            answer_poster(work, concern_id, LineInput(uuid4(), AnswerBack.LEAVE, self.words))
        with self.organisation.writing(self.office) as work:
            close_concern(work, closed_id, CloseConcern(self.words, version=2))
        self.concern_id = concern_id

    def _case(self) -> None:
        with self.organisation.writing(self.office) as work:
            open_case(work, CaseInput(self.case_id, self.child_id, self.words, Risk.HIGH, self.concern_id))
        if self.worker:
            with self.organisation.writing(self.office) as work:
                assign(work, self.case_id, self.organisation.ids[self.worker])
        with self.organisation.writing(self.worker or self.office) as work:
            today = work.now.date()
            add_note(
                work, self.case_id, uuid4(), NoteInput(self.words, as_typed(work.now), EvidenceBasis.SEEN)
            )
            add_task(work, self.case_id, uuid4(), TaskInput(self.words, today + DAY, work.person.id))
            words = PlanWords((PlanAction(self.words, self.words),))
            write_plan(work, self.case_id, PlanInput(uuid4(), words, today + 3 * DAY, None))
            home = Home(PlacementKind.KINSHIP, HomeSafety.SAFE, address=self.words)
            record_placement(work, self.case_id, uuid4(), PlacementInput(home, today))
            set_goal(work, self.case_id, GoalInput(uuid4(), date(2030, 3, 3), GoalWords(self.words)))
            sheet = ScoreSheet((DomainScore("safety", 2, self.words),))
            scored_id = write_assessment(work, self.case_id, AssessmentInput(uuid4(), today, sheet))
        if self.worker is not None:
            with self.organisation.writing(self.office) as work:
                given_back = ReturnInput(uuid4(), today + 7 * DAY, ReturnWords(self.words))
                return_assessment(work, self.case_id, scored_id, given_back)
        consent_in(self.organisation, self.case_id, by=self.worker or self.office)
        drafted(self.organisation, self.case_id, by=self.worker or self.office)


def _house_went_on(organisation: Organisation) -> None:
    """The outside member's card, a reviewed template, forms rescued and saved, a wrong password, and a signed head."""
    own_card(organisation, "supervisor2")
    with organisation.writing("director") as work:
        record_review(work, TemplateReviewInput(uuid4(), "Chan Sophal, teacher", work.now.date()))
    with organisation.writing("caseworker") as work:
        remember_form(work, b"a record", b"what the form said")
    rescue(organisation.server, organisation.token("caseworker"), "/concerns/new", {"words": "half a line"})
    with suppress(WayhomeError):
        sign_in(organisation.server, "field", "not their password", device="another", address="elsewhere")

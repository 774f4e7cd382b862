"""Roads on which somebody does harm, and others are on the way to getting the child to safety."""

from app.cases.stages import CaseStatus
from app.children.documents import EmergencyWords, Guardian, SafeContact
from app.foundation.vocabulary.concern_degrees import ConcernDegree
from app.foundation.vocabulary.concern_kinds import ConcernKind
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.consent_forms import ConsentForm
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.guardian_relations import GuardianRelation
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.sexes import Sex
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.foundation.vocabulary.urgencies import Urgency
from app.practice.story import Agreement, Concern, Note, Plan, Referral, Spoken, Step, Story, Todo, Who
from app.practice.words.names import Name

THE_MAN = (
    "A man about 45, grey hair, white motorbike with a box; says he is an uncle, which the families deny. "
    "Alleged, not proved."
)

DARA = Story(
    key="dara",
    who=Who(
        base="PP",
        family=Name("Keo", "កែវ"),
        given=Name("Dara", "តារា", "Ra"),
        sex=Sex.MALE,
        age=12,
        guardian=Guardian("Keo Bopha", GuardianRelation.MOTHER, ContactSafety.YES),
        appearance="Football shirt, gap between the front teeth",
        notes="Goalkeeper of the club team.",
        rule=SafeContact(
            "Through the mother, at the noodle stand before noon.", "At the club while others are there."
        ),
    ),
    concern=Concern(
        days=24,
        by="piseth",
        urgency=Urgency.NOW,
        basis=EvidenceBasis.SEEN,
        words="The same man waited at the club gate for the third time, paid for the two boys' telephone credit and "
        "took them away on his motorbike. They came back after two hours and did not want to eat.",
        coded=((ConcernKind.SEXUAL_EXPLOITATION, ConcernDegree.AT_RISK_OF),),
        place="Kids' club, back gate",
        involved=THE_MAN,
        present="Dara, Bora, the club leader",
        acknowledged_after_hours=0.1,
        spoken=(
            Spoken(
                23,
                "caseworker",
                "គាត់ឲ្យលុយទូរស័ព្ទខ្ញុំ ហើយប្រាប់ថាកុំប្រាប់គេ។",
                "He gives me telephone money and says not to tell anyone.",
                heard_by="counsellor",
                question="How was your day?",
                place="Drop-in centre, quiet room",
                present="The counsellor alone",
            ),
        ),
        told_police="Anti-trafficking unit of the city, by telephone",
    ),
    opened=24,
    why="A man gains the trust of two boys with gifts and secrets and takes them where nobody sees them.",
    risk=Risk.HIGH,
    counsellor="counsellor",
    sheet=EmergencyWords(
        danger="The man on the white motorbike; do not let Dara leave with him or anyone sent by him.",
        reasons="Gifts, secrecy, trips without the mother's knowledge.",
        medical="No allergies known.",
        safety_plan="Dara never leaves the club alone; the mother or Piseth fetches him.",
        where_now="At home with his mother; after school at the noodle stand.",
    ),
    notes=(
        Note(
            23, "With the mother: she did not know the man. She is frightened and clear.", EvidenceBasis.TOLD
        ),
        Note(20, "Police took down the number plate. They ask for a written referral.", met=False),
        Note(13, "Dara sleeps badly; talks with the counsellor every Thursday.", EvidenceBasis.TOLD),
        Note(
            5,
            "The man was seen across the road and left when the club leader wrote down his number.",
            EvidenceBasis.SEEN,
        ),
        Note(2, "Dara kept goal again today. The mother fetched him."),
    ),
    plans=(
        Plan(
            23,
            "The man knows the way to school and the club.",
            "The white motorbike; new things nobody gave him; silence after a telephone call.",
            (
                ("The mother", "fetches Dara from school every day"),
                ("Club leader", "keeps the back gate locked during the club"),
                ("Piseth", "walks with the boys on club days"),
                ("Dara", "rings the bell of the noodle stand if he is followed"),
            ),
            (("Keo Bopha, mother", "000 000 210"), ("Duty number", "000 000 101")),
            review_in_days=30,
        ),
    ),
    agreements=(
        Agreement(
            19,
            ConsentBasis.CAREGIVER_AND_WRITTEN_ASSENT,
            "Keo Bopha, mother, and Dara",
            ConsentForm.SIGNED,
            "What was seen at the club and what Dara said",
            "The anti-trafficking unit of the city",
            withheld_from=((SharedWith.SERVICE, "The school", "Dara does not want his class to know"),),
        ),
    ),
    referral=Referral(
        begun=18,
        urgency="now",
        request="Please find out who the man with the white motorbike is, and keep him away from the club and the "
        "two boys. Our supervisor can show the places and stay with the boys when they are heard.",
        bodies=("ahtjp_municipal",),
        summary="He is between school, the kids' club and the market, and at home with his mother after dark. The man "
        "on the white motorbike (alleged) knows the way to school and the club. Club days are Tuesday and Saturday at "
        "15:00, at the back gate.",
        submitted=17,
        supervised=16.5,
        directed=16,
        exported=15.9,
        reason="The unit asked for it in writing; the mother and Dara agreed.",
        handed=15,
        officer="The duty officer",
        unit="Anti-trafficking unit of the city",
        stamp_number="214/26",
    ),
    todos=(
        Todo(22, "Written referral to the anti-trafficking unit", 12),
        Todo(20, "Talk with the school about who may fetch Dara", 5, done=17),
        Todo(5, "Ask the mother about a court companion", 10),
    ),
    steps=(
        Step(23, CaseStatus.PREVENTION, "Risk is set; plan is being made.", 23, "Go on at once."),
        Step(
            22, CaseStatus.RESCUE, "Grooming is suspected and the man comes back.", 22, "Agreed. Packet next."
        ),
    ),
)

BORA = Story(
    key="bora",
    who=Who(
        base="PP",
        family=Name("Chhim", "ឈឹម"),
        given=Name("Bora", "បូរ៉ា"),
        sex=Sex.MALE,
        age=11,
        guardian=Guardian("Chhim Sophea", GuardianRelation.OLDER_SISTER, ContactSafety.YES),
        appearance="Small for his age, red wristband",
        notes="Dara's best friend.",
    ),
    concern=Concern(
        days=23.5,
        by="field",
        urgency=Urgency.HIGH,
        basis=EvidenceBasis.TOLD,
        words="The sister says Bora has a new telephone and does not say from whom. He was away with Dara both days.",
        coded=((ConcernKind.SEXUAL_EXPLOITATION, ConcernDegree.AT_RISK_OF),),
        place="At the sister's room",
        involved=THE_MAN,
        source="His sister, 22",
        acknowledged_after_hours=1,
    ),
    opened=23,
    why="The second boy whom the same man takes along.",
    risk=Risk.HIGH,
    worker="theary",
    counsellor="counsellor",
    supervisor="chanthy",
    sheet=EmergencyWords(
        danger="The same man as for the other boy of the club.",
        safety_plan="Bora stays at his sister's workshop after school.",
        where_now="With his sister.",
    ),
    notes=(
        Note(
            22,
            "The telephone is kept in an envelope, unopened, signed by the sister and us.",
            EvidenceBasis.SEEN,
        ),
        Note(9, "Bora draws at the workshop. He asked whether he did something wrong; we said no."),
        Note(2, "Calm week. The sister asks for a second lock."),
    ),
    plans=(
        Plan(
            22,
            "The man has the boy's number.",
            "Calls from unknown numbers; wanting to leave early.",
            (("The sister", "keeps the telephone switched off"), ("Workshop", "Bora stays until 18:00")),
            (("Chhim Sophea, sister", "000 000 211"),),
            review_in_days=30,
        ),
    ),
    referral=Referral(
        begun=8,
        urgency="high",
        request="Please read this together with the packet about the other boy of the club: the same man.",
        bodies=("ahtjp_municipal",),
    ),
    todos=(Todo(21, "Second lock for the sister's door", 14), Todo(9, "Counsellor: first hour", 7, done=6)),
    steps=(
        Step(22.5, CaseStatus.PREVENTION, "Risk is set.", 22, "Yes."),
        Step(21, CaseStatus.RESCUE, "The same man, the same gifts.", 21, "Agreed."),
    ),
)

MALIS = Story(
    key="malis",
    who=Who(
        base="SR",
        family=Name("Long", "ឡុង"),
        given=Name("Malis", "ម្លិះ", "Lis"),
        sex=Sex.FEMALE,
        age=15,
        guardian=Guardian("", GuardianRelation.UNRELATED_ADULT, ContactSafety.NO),
        appearance="Long hair, green jacket of the drinks stand",
        notes="From the north; speaks little of home.",
        rule=SafeContact("At the temple school on Sunday mornings.", "At the stand, or by telephone."),
    ),
    concern=Concern(
        days=41,
        by="arun",
        urgency=Urgency.HIGH,
        basis=EvidenceBasis.TOLD,
        words="She works at the drinks stand until two in the morning. The owner keeps her papers and her pay against "
        "a debt she never saw written down. She asked us what day it was.",
        coded=(
            (ConcernKind.WORST_FORMS_OF_CHILD_LABOUR, ConcernDegree.EXPERIENCING),
            (ConcernKind.TRAFFICKING, ConcernDegree.AT_RISK_OF),
        ),
        place="Drinks stand near the night bus",
        involved="The owner of the stand, a woman about 50",
        source="The young person",
        acknowledged_after_hours=2,
        spoken=(
            Spoken(
                40,
                "arun",
                "ខ្ញុំចង់ទៅរៀនវិញ។",
                "I want to go back to school.",
                place="Temple school",
                present="A nun who teaches there",
            ),
        ),
    ),
    opened=39,
    why="A young person held by a debt and without her papers, working at night.",
    risk=Risk.HIGH,
    worker="leakhena",
    supervisor="othersupervisor",
    sheet=EmergencyWords(
        danger="The owner of the stand; she has friends at the night bus.",
        safety_plan="The nun opens the gate at any hour.",
        where_now="At the stand by night, at the temple school on Sundays.",
    ),
    notes=(
        Note(
            37,
            "Saw her at the temple school. She wants her papers first and then to leave.",
            EvidenceBasis.TOLD,
        ),
        Note(
            21,
            "Labour inspector and police informed by telephone; they wait for a letter of the province.",
            met=False,
        ),
        Note(6, "She is tired and says she can hold out until the New Year, not longer.", EvidenceBasis.TOLD),
    ),
    plans=(
        Plan(
            36,
            "She will only leave with her papers.",
            "A changed room; no Sunday visit.",
            (("The nun", "keeps a bag with clothes"), ("Arun", "passes the stand on every shift")),
            (("Temple school", "000 000 212"),),
            review_in_days=28,
        ),
    ),
    agreements=(
        Agreement(
            20,
            ConsentBasis.CHILD,
            "Malis",
            ConsentForm.SPOKEN_WITNESSED,
            "Where she works, that her papers are kept, and that she wants to leave",
            "Police and the labour inspector",
            witness="The nun of the temple school",
        ),
    ),
    referral=Referral(
        begun=4,
        urgency="high",
        request="Please help her to get her papers back and to leave the stand without danger. She is ready to go.",
        bodies=("ahtjp_municipal", "prosecutor"),
        submitted=3,
    ),
    todos=(Todo(35, "Letter to the province about her papers", 10), Todo(6, "Bed in the safe house: ask", 7)),
    steps=(
        Step(38, CaseStatus.PREVENTION, "Risk is set.", 38, "Yes."),
        Step(34, CaseStatus.RESCUE, "She is held by a debt; a plan stands.", 33, "Agreed."),
    ),
)

SAFETY = (DARA, BORA, MALIS)

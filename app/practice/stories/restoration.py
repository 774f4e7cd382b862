"""Roads that lead on: an aunt's house, a safe house, a voice that comes back."""

from app.cases.stages import CaseStatus
from app.children.documents import Guardian, SafeContact
from app.foundation.vocabulary.concern_degrees import ConcernDegree
from app.foundation.vocabulary.concern_kinds import ConcernKind
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.consent_forms import ConsentForm
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.guardian_relations import GuardianRelation
from app.foundation.vocabulary.home_safeties import HomeSafety
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.sexes import Sex
from app.foundation.vocabulary.sharing_partners import SharedWith
from app.foundation.vocabulary.urgencies import Urgency
from app.practice.story import (
    Agreement,
    Aim,
    Concern,
    Home,
    Look,
    NewRisk,
    Note,
    Plan,
    Review,
    Spoken,
    Step,
    Story,
    Todo,
    Who,
)
from app.practice.words.names import Name

KOLAB = Story(
    key="kolab",
    who=Who(
        base="PP",
        family=Name("Sam", "សំ"),
        given=Name("Kolab", "កុលាប", "Lab"),
        sex=Sex.FEMALE,
        age=14,
        guardian=Guardian("Sam Theary", GuardianRelation.AUNT, ContactSafety.YES),
        appearance="Quiet voice, silver thread at the wrist",
        notes="Sings. Likes maps.",
        rule=SafeContact("The aunt's telephone, mornings.", "Visits in our shirts: neighbours talk."),
    ),
    concern=Concern(
        days=330,
        by="field",
        urgency=Urgency.NOW,
        basis=EvidenceBasis.TOLD,
        words="A neighbour says a girl is kept in the house at the end of the lane and is sent out with men at night. "
        "We saw her at the window; she made a sign with her hand.",
        coded=((ConcernKind.SEXUAL_EXPLOITATION, ConcernDegree.EXPERIENCING),),
        place="Lane behind the petrol station",
        involved="A couple who rent the house, names not known",
        source="A neighbour who does not want to be named",
        acknowledged_after_hours=0.2,
        spoken=(
            Spoken(
                328,
                "caseworker",
                "ខ្ញុំមិនចង់ត្រឡប់ទៅផ្ទះនោះទេ។",
                "I do not want to go back to that house.",
                heard_by="counsellor",
                place="Hospital, family room",
                present="A nurse",
            ),
        ),
        told_police="Anti-trafficking unit of the city, in person",
    ),
    opened=330,
    why="A girl held in a house and exploited. Police and we went together on the second day.",
    risk=Risk.HIGH,
    counsellor="counsellor",
    notes=(
        Note(328, "She is out. Doctor, clean clothes, sleep. Her aunt is on the way.", EvidenceBasis.SEEN),
        Note(300, "At the aunt's house. She sleeps with the light on, and sleeps.", EvidenceBasis.TOLD),
        Note(210, "Back in class, two hours a day. Sang for us at the door."),
        Note(
            120,
            "Court heard her by video. She was prepared and said she was glad it is over.",
            EvidenceBasis.TOLD,
        ),
        Note(34, "Since the court letter she eats little and stays in her room.", EvidenceBasis.TOLD),
        Note(9, "Drew a map of the aunt's village, with her own path in blue."),
    ),
    plans=(
        Plan(
            329,
            "The couple had not been found yet.",
            "Unknown cars in the lane; calls without a voice.",
            (
                ("The aunt", "keeps the gate closed"),
                ("Police post", "passes twice a night"),
                ("Kolab", "calls the aunt first"),
            ),
            (("Sam Theary, aunt", "000 000 213"),),
            review_in_days=85,
        ),
        Plan(
            200,
            "Both are in custody; the plan becomes lighter.",
            "Letters from the court; sleepless nights.",
            (("The aunt", "opens letters together with us"), ("Counsellor", "calls after every letter")),
            (("Sam Theary, aunt", "000 000 213"),),
            review_in_days=85,
        ),
    ),
    homes=(
        Home(
            326,
            PlacementKind.KINSHIP,
            HomeSafety.SAFE,
            "Her mother's sister, two children of her own",
            "Visited, and two neighbours asked",
            review_in_days=340,
            decided_by="Social affairs office",
            document="Letter of placement",
        ),
    ),
    risks=(
        NewRisk(312, Risk.MEDIUM, "Safe with her aunt; the couple is not found yet."),
        NewRisk(190, Risk.LOW, "Both are in custody, and the house of the aunt is calm."),
        NewRisk(33, Risk.MEDIUM, "She eats little and stays in her room since the letter."),
    ),
    agreements=(
        Agreement(
            327,
            ConsentBasis.CAREGIVER_AND_WRITTEN_ASSENT,
            "Sam Theary, aunt, and Kolab",
            ConsentForm.SIGNED,
            "What happened in the house, and where it is",
            "The anti-trafficking unit of the city",
            withheld_from=((SharedWith.FAMILY, "Her stepfather", "She asked for it"),),
        ),
    ),
    looks=(
        Look(320, (2, 2, 2, 1, 2, 1, 3, 2), "I can close the door myself."),
        Look(150, (4, 3, 3, 3, 3, 2, 4, 3), "I sing again."),
        Look(28, (4, 3, 3, 2, 3, 3, 4, 3), "The letter made it all loud again."),
    ),
    aims=(
        Aim(
            318,
            "Sleeps through the night",
            "emotional_wellbeing",
            "I want it to be quiet in my head.",
            (("Lamp beside the bed", "The aunt", True), ("Thursdays with the counsellor", "Kolab", True)),
            reached=180,
        ),
        Aim(
            150,
            "A whole day at school",
            "education_and_life_skills",
            "Maps are taught in the afternoon.",
            (("Two hours", "Kolab", True), ("Half a day", "Kolab", True), ("A whole day", "Kolab", False)),
            due_in_days=180,
        ),
        Aim(
            27,
            "The letters lose their weight",
            "emotional_wellbeing",
            "Read them to me, do not give them to me.",
            (("Letters come to us first", "Caseworker", True),),
            due_in_days=60,
        ),
    ),
    todos=(
        Todo(30, "Ask the court to send letters to us", 20, done=16),
        Todo(9, "Visit after the holiday", 12),
    ),
    steps=(
        Step(329.5, CaseStatus.PREVENTION, "Risk is set.", 329.4, "At once."),
        Step(329, CaseStatus.RESCUE, "She is held and harmed.", 328.9, "Tonight, with police."),
        Step(316, CaseStatus.RESTORATION, "Safe with her aunt.", 315, "Yes."),
    ),
    reviews=(
        Review(140, "Every domain has risen. Go on gently.", 110),
        Review(20, "The fall is named and has a goal. Look again soon.", 45),
    ),
)

PISEY = Story(
    key="pisey",
    who=Who(
        base="PP",
        family=Name("Ung", "អ៊ុង"),
        given=Name("Pisey", "ពិសី", "Sey"),
        sex=Sex.FEMALE,
        age=16,
        guardian=Guardian("", GuardianRelation.RESIDENTIAL_CARER, ContactSafety.YES),
        appearance="Paint on the fingers",
        notes="Paints large. Wants to learn a trade with her hands.",
    ),
    concern=Concern(
        days=215,
        by="kunthea",
        urgency=Urgency.HIGH,
        basis=EvidenceBasis.TOLD,
        words="She came to us by herself at two in the morning and asked to sit down. She does not want to go back to "
        "the room over the bar where she was told to work off a debt.",
        coded=(
            (ConcernKind.SEXUAL_EXPLOITATION, ConcernDegree.EXPERIENCING),
            (ConcernKind.TRAFFICKING, ConcernDegree.EXPERIENCING),
        ),
        place="Promenade, our bench",
        source="The young person",
        acknowledged_after_hours=0.3,
        told_police="Anti-trafficking unit of the city, by telephone",
    ),
    opened=215,
    why="A young person exploited in prostitution who walked out by herself.",
    risk=Risk.HIGH,
    worker="theary",
    counsellor="counsellor",
    notes=(
        Note(214, "Bed in the safe house. She slept fourteen hours.", EvidenceBasis.SEEN),
        Note(160, "Healing arts on Mondays: a wall of paper and three colours."),
        Note(70, "First pay for two signs she painted for a shop."),
        Note(11, "Asks about a room of her own next year."),
    ),
    plans=(
        Plan(
            214,
            "The people of the bar look for her.",
            "Messages through friends.",
            (
                ("Safe house", "no visitors without a call"),
                ("Pisey", "new telephone number, known to four people"),
            ),
            (("Safe house, day and night", "000 000 214"),),
            review_in_days=85,
        ),
    ),
    homes=(
        Home(
            214,
            PlacementKind.SAFE_HOUSE,
            HomeSafety.SAFE,
            "The safe house for young women",
            "Our own house",
            review_in_days=230,
            decided_by="Social affairs office, with her consent",
        ),
    ),
    risks=(NewRisk(190, Risk.MEDIUM, "Safe house; nobody has found her new number."),),
    agreements=(
        Agreement(
            213,
            ConsentBasis.CHILD,
            "Pisey",
            ConsentForm.SIGNED,
            "Where the room is, and the names she knows",
            "The anti-trafficking unit of the city",
        ),
    ),
    looks=(Look(205, (2, 2, 2, 2, 1, 2, 1, 2), "Nobody shouts here.", "Her mother's village"),),
    aims=(
        Aim(
            204,
            "A trade she likes",
            "basic_needs_and_livelihood",
            "Something that stays on the wall.",
            (("Workshop for sign painters", "Theary", True), ("First own order", "Pisey", True)),
            due_in_days=240,
        ),
    ),
    todos=(Todo(11, "Savings account: go to the bank together", 14),),
    steps=(
        Step(214.5, CaseStatus.PREVENTION, "Risk is set.", 214.4, "At once."),
        Step(214, CaseStatus.RESCUE, "Exploited, and searched for.", 213.9, "Yes."),
        Step(203, CaseStatus.RESTORATION, "Safe, and wants to go on.", 202, "Yes."),
    ),
    reviews=(Review(100, "Quiet and steady. The next assessment must not be late.", 80),),
)

NIMOL = Story(
    key="nimol",
    who=Who(
        base="PP",
        family=Name("Prak", "ប្រាក់"),
        given=Name("Nimol", "និមល", "Mol"),
        sex=Sex.MALE,
        age=10,
        guardian=Guardian("Prak Sambath", GuardianRelation.GRANDFATHER, ContactSafety.YES),
        appearance="His brother's old cap",
        notes="Younger of two brothers.",
    ),
    concern=Concern(
        days=279.5,
        by="visal",
        urgency=Urgency.HIGH,
        basis=EvidenceBasis.SEEN,
        words="The younger brother coughs at night and holds on to his brother's shirt.",
        coded=((ConcernKind.STREET_WORKING_OR_LIVING, None),),
        place="Arcade behind the old market",
    ),
    opened=278.5,
    why="The younger of two brothers on their own; goes where his brother goes.",
    risk=Risk.MEDIUM,
    notes=(
        Note(12, "Swims like a duck, his brother says.", EvidenceBasis.TOLD),
        Note(200, "The cough is gone. He counts ducks."),
        Note(38, "Reads the bus numbers aloud.", EvidenceBasis.SEEN),
    ),
    homes=(
        Home(
            274,
            PlacementKind.KINSHIP,
            HomeSafety.SAFE,
            "His grandfather, a rice farmer",
            "Visited twice",
            review_in_days=300,
            decided_by="Family meeting with the commune committee",
        ),
    ),
    risks=(NewRisk(240, Risk.LOW, "With his grandfather since a month."),),
    looks=(
        Look(273, (2, 3, 2, 2, 3, 2, 2, 2), "Ducks!"),
        Look(95, (4, 3, 3, 4, 4, 3, 3, 3), "I can read the bus."),
    ),
    aims=(
        Aim(
            272,
            "Well again",
            "physical_health",
            "No more syrup.",
            (("Health post", "The grandfather", True),),
            reached=210,
        ),
        Aim(
            95,
            "Learns to swim",
            "trusted_relationships",
            "Bol can, so I can.",
            (("Lessons at the pond", "The grandfather", False),),
            due_in_days=130,
        ),
    ),
    steps=(
        Step(278, CaseStatus.PREVENTION, "With his brother.", 277.9, "Yes."),
        Step(270.5, CaseStatus.RESTORATION, "With his brother to the grandfather.", 270, "Gladly."),
    ),
    reviews=(Review(90, "Both brothers have landed.", 180),),
)

RESTORATION = (KOLAB, NIMOL, PISEY)

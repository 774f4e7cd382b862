"""Roads that stay, so far, where nothing worse has happened: with grandmothers, mothers, school."""

from app.cases.stages import CaseStatus
from app.children.documents import Guardian, SafeContact
from app.foundation.vocabulary.concern_degrees import ConcernDegree
from app.foundation.vocabulary.concern_kinds import ConcernKind
from app.foundation.vocabulary.contact_safeties import ContactSafety
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.guardian_relations import GuardianRelation
from app.foundation.vocabulary.home_safeties import HomeSafety
from app.foundation.vocabulary.placement_kinds import PlacementKind
from app.foundation.vocabulary.risks import Risk
from app.foundation.vocabulary.sexes import Sex
from app.foundation.vocabulary.urgencies import Urgency
from app.practice.story import Aim, Concern, Home, Look, NewRisk, Note, Spoken, Step, Story, Todo, Who
from app.practice.words.names import Name

SREYPOV = Story(
    key="sreypov",
    who=Who(
        base="PP",
        family=Name("Noun", "នួន"),
        given=Name("Sreypov", "ស្រីពៅ", "Pov"),
        sex=Sex.FEMALE,
        age=9,
        guardian=Guardian("Noun Sokha", GuardianRelation.GRANDMOTHER, ContactSafety.YES),
        appearance="Two plaits, jasmine flowers at the wrist",
        notes="Sells flowers with her grandmother. Knows every dog on the promenade.",
    ),
    concern=Concern(
        days=300,
        by="piseth",
        urgency=Urgency.MEDIUM,
        basis=EvidenceBasis.SEEN,
        words="Asleep on the mat beside the flower basket at half past midnight, for the third week. "
        "The school bag was packed beside her. The grandmother says rent is due and the flowers sell late.",
        coded=(
            (ConcernKind.CHILD_LABOUR, ConcernDegree.AT_RISK_OF),
            (ConcernKind.STREET_WORKING_OR_LIVING, None),
        ),
        place="Promenade, by the stone lions",
        involved="Grandmother, about 60, caring",
    ),
    opened=296,
    why="Late nights on the promenade; school is slipping. The grandmother wants help and asked for it herself.",
    risk=Risk.LOW,
    notes=(
        Note(
            290,
            "Home visit. One room, clean, rent two months behind. The grandmother has pains in her knees.",
        ),
        Note(
            255, "Back at school, grade 3. The teacher keeps a seat for her in the reading club until 18:00."
        ),
        Note(
            180,
            "Flowers are now sold from 16:00 to 21:00. Pov sleeps at home. Small loan for a stall agreed.",
        ),
        Note(96, "Third in her class. Drew a boat for every one of us.", EvidenceBasis.SEEN),
        Note(12, "Rent is paid up. The grandmother asks whether Pov may join the dance group on Saturdays."),
    ),
    todos=(
        Todo(294, "Ask the school for a place in grade 3", 14, done=283),
        Todo(289, "Health post: the grandmother's knees", 21, done=270),
        Todo(12, "Dance group: ask for a place on Saturdays", 20),
    ),
    steps=(Step(292, CaseStatus.PREVENTION, "Family support instead of late nights.", 291, "Agreed."),),
)

SAMNANG = Story(
    key="samnang",
    who=Who(
        base="PP",
        family=Name("Ros", "រស់"),
        given=Name("Samnang", "សំណាង", "Nang"),
        sex=Sex.MALE,
        age=12,
        guardian=Guardian("Ros Chenda", GuardianRelation.MOTHER, ContactSafety.NOT_KNOWN),
        appearance="Blue shirt with the number 7, always carries his sister's bag",
        notes="Looks after his small sister. Wants to become a mechanic.",
        rule=SafeContact("In the morning, at the recycling shop.", "At home in the evening."),
    ),
    concern=Concern(
        days=190,
        by="counsellor",
        urgency=Urgency.MEDIUM,
        basis=EvidenceBasis.TOLD,
        words="The mother came by herself and asked for help: she drinks and wants to stop, and is afraid that "
        "somebody will take the children. Samnang collects bottles at night so that there is rice.",
        coded=(
            (ConcernKind.NEGLECT, ConcernDegree.AT_RISK_OF),
            (ConcernKind.CHILD_LABOUR, ConcernDegree.EXPERIENCING),
        ),
        place="Drop-in centre",
        source="The mother, unasked",
        acknowledged_after_hours=5,
    ),
    opened=188,
    why="A mother asked for help with drinking; her son earns the family's rice at night. Keep them together.",
    risk=Risk.MEDIUM,
    worker="theary",
    notes=(
        Note(
            185, "Talked with the mother alone. She came sober and on time. A place in the group on Tuesdays."
        ),
        Note(
            150, "Samnang says the evenings are calmer. He still goes out twice a week.", EvidenceBasis.TOLD
        ),
        Note(
            110,
            "The mother stopped coming for three weeks; came back today. No reproach was made.",
            met=False,
        ),
        Note(
            60,
            "Nine weeks sober. She cleans at the market from 5:00. Samnang is in the afternoon class.",
            EvidenceBasis.TOLD,
        ),
        Note(8, "Samnang repaired our pump. The mother asked about a savings group."),
    ),
    todos=(
        Todo(184, "Group for parents: a place for the mother", 10, done=181),
        Todo(150, "Afternoon class: enrol Samnang", 30, done=128),
        Todo(30, "Visit the family together with the group leader", 21),
    ),
    steps=(
        Step(186, CaseStatus.PREVENTION, "The mother asked for this herself.", 185, "Yes. Go with her pace."),
    ),
)

CHENDA = Story(
    key="chenda",
    who=Who(
        base="SR",
        family=Name("Yim", "យឹម"),
        given=Name("Chenda", "ចិន្តា", "Da"),
        sex=Sex.FEMALE,
        age=14,
        guardian=Guardian("Yim Phalla", GuardianRelation.AUNT, ContactSafety.YES),
        appearance="Tall, short hair, bicycle with a bell",
        notes="Best in English in her class.",
    ),
    concern=Concern(
        days=64,
        by="arun",
        urgency=Urgency.HIGH,
        basis=EvidenceBasis.HEARD,
        words="A woman nobody knows offers work in a hotel in another province and pays the family in advance. "
        "Two girls of the village have agreed. Chenda was told to be ready on Sunday.",
        coded=((ConcernKind.TRAFFICKING, ConcernDegree.AT_RISK_OF),),
        place="Village road behind the market",
        involved="A woman about 40, silver motorbike; gives another name each time",
        acknowledged_after_hours=1,
        told_police="Commune police post, by telephone, 19:40",
    ),
    opened=63,
    why="Recruited for work far away with an advance to the family. The aunt did not know it could be a danger.",
    risk=Risk.MEDIUM,
    worker="leakhena",
    supervisor="othersupervisor",
    notes=(
        Note(62, "With the aunt and the village chief: the advance is given back in front of witnesses."),
        Note(
            48,
            "Chenda stays at school. The other two families were visited too; one girl is still undecided.",
        ),
        Note(15, "All three girls are in class. The woman has not been seen again.", EvidenceBasis.TOLD),
    ),
    todos=(Todo(62, "Talk at the school about work offers", 20, done=44), Todo(15, "Visit the aunt", 25)),
    steps=(Step(60, CaseStatus.PREVENTION, "Work offer refused; stay near the family.", 59, "Agreed."),),
)

MAKARA = Story(
    key="makara",
    who=Who(
        base="PP",
        family=Name("Touch", "ទូច"),
        given=Name("Makara", "មករា", "Kara"),
        sex=Sex.MALE,
        age=10,
        guardian=Guardian(),
        appearance="Grey hooded jacket, carries everything in a rice bag",
        notes="Came by bus from the coast, alone. Wants to find his uncle.",
    ),
    concern=Concern(
        days=3,
        by="field",
        urgency=Urgency.HIGH,
        basis=EvidenceBasis.TOLD,
        words="Alone at the bus station for two nights. Says his uncle drives a tuk-tuk near a big white pagoda. "
        "A driver who knows us let him sleep in the ticket office.",
        coded=((ConcernKind.UNACCOMPANIED, None),),
        place="Bus station, ticket office",
        source="The boy and the driver",
        acknowledged_after_hours=1,
        spoken=(
            Spoken(
                3,
                "field",
                "ខ្ញុំមករកពូខ្ញុំ។",
                "I came to find my uncle.",
                place="Bus station",
                present="The driver",
            ),
        ),
    ),
    opened=2,
    why="A boy of ten alone in the city, looking for an uncle.",
    risk=Risk.HIGH,
    notes=(
        Note(
            1,
            "Sleeps at the drop-in centre. Three tuk-tuk drivers are asking at the pagodas.",
            EvidenceBasis.TOLD,
        ),
    ),
    todos=(
        Todo(2, "Ask at the pagodas for the uncle", 4),
        Todo(2, "Call the social affairs office of his province", 2),
    ),
    steps=(Step(1, CaseStatus.PREVENTION, "Find the uncle; until then a bed at the centre.", None),),
)

RACHANA = Story(
    key="rachana",
    who=Who(
        base="PP",
        family=Name("Meas", "មាស"),
        given=Name("Rachana", "រចនា"),
        sex=Sex.FEMALE,
        age=11,
        guardian=Guardian("Meas Davy", GuardianRelation.MOTHER, ContactSafety.YES),
        appearance="Glasses with a red frame",
        notes="Reads to the smaller ones.",
    ),
    concern=Concern(
        days=340,
        by="kunthea",
        urgency=Urgency.LOW,
        basis=EvidenceBasis.SEEN,
        words="Works at the car wash instead of going to school since her father left for the border.",
        coded=((ConcernKind.CHILD_LABOUR, ConcernDegree.EXPERIENCING),),
        place="Car wash by the north bridge",
        acknowledged_after_hours=20,
    ),
    opened=336,
    why="Out of school for work; the mother is alone with three children.",
    risk=Risk.LOW,
    worker="theary",
    notes=(
        Note(330, "The mother sews well; a machine on loan is possible."),
        Note(240, "The machine earns more than the car wash did. Rachana is in grade 5."),
        Note(60, "No day missed at school since March."),
        Note(26, "Said goodbye with a reading of her own story. She has our number, and knows whom to call."),
    ),
    todos=(Todo(333, "Sewing machine on loan", 30, done=310), Todo(330, "School: grade 5", 20, done=322)),
    steps=(
        Step(334, CaseStatus.PREVENTION, "School and an income for the mother.", 333, "Agreed."),
        Step(
            25,
            CaseStatus.CLOSED,
            "Safe at home for half a year; school is steady.",
            24,
            "A good road. Closed.",
        ),
    ),
)

BROTHERS_HOME = "Their grandfather, a rice farmer; both boys asked for it"

VIBOL = Story(
    key="vibol",
    who=Who(
        base="PP",
        family=Name("Prak", "ប្រាក់"),
        given=Name("Vibol", "វិបុល", "Bol"),
        sex=Sex.MALE,
        age=13,
        guardian=Guardian("Prak Sambath", GuardianRelation.GRANDFATHER, ContactSafety.YES),
        appearance="Curly hair, quick laugh",
        notes="Elder of two brothers.",
    ),
    concern=Concern(
        days=280,
        by="visal",
        urgency=Urgency.HIGH,
        basis=EvidenceBasis.SEEN,
        words="The two brothers sleep in the arcade since their mother was taken to hospital. Older boys take what "
        "they earn.",
        coded=((ConcernKind.STREET_WORKING_OR_LIVING, None), (ConcernKind.SEPARATED, None)),
        place="Arcade behind the old market",
        acknowledged_after_hours=3,
    ),
    opened=279,
    why="Two brothers on their own while their mother is ill; a grandfather in the province would take them.",
    risk=Risk.MEDIUM,
    notes=(
        Note(277, "The grandfather came to the city by himself the same day we called."),
        Note(200, "Visit in the village. The boys have a room, a buffalo each, and shoes for school."),
        Note(12, "Both boys helped with the harvest. Vibol is saving for a bicycle.", EvidenceBasis.TOLD),
        Note(
            40,
            "Vibol leads the class in sums. Their mother is well and visits on Sundays.",
            EvidenceBasis.TOLD,
        ),
    ),
    homes=(
        Home(
            274,
            PlacementKind.KINSHIP,
            HomeSafety.SAFE,
            BROTHERS_HOME,
            "Visited twice; the chief knows him",
            review_in_days=300,
            decided_by="Family meeting with the commune committee",
        ),
    ),
    risks=(NewRisk(240, Risk.LOW, "With their grandfather since a month; nothing troubling was seen."),),
    looks=(
        Look(273, (2, 3, 3, 2, 3, 2, 2, 2), "Grandfather snores."),
        Look(95, (4, 3, 4, 3, 4, 3, 3, 3), "I can drive the buffalo now."),
    ),
    aims=(
        Aim(
            272,
            "Back in school without a lost year",
            "education_and_life_skills",
            "I want to be in a class with my age.",
            (("Summer lessons", "The teacher", True), ("Examination", "Vibol", True)),
            reached=120,
        ),
        Aim(
            95,
            "Their mother comes home to the village",
            "caregiver_capacity",
            "So that nobody sleeps alone.",
            (("Find a room near the grandfather", "The family", False),),
            due_in_days=160,
        ),
    ),
    steps=(
        Step(278, CaseStatus.PREVENTION, "Call the grandfather.", 278, "At once."),
        Step(271, CaseStatus.RESTORATION, "They simply go to live with their grandfather.", 270, "Gladly."),
    ),
)

PREVENTION = (SREYPOV, SAMNANG, CHENDA, MAKARA, RACHANA, VIBOL)

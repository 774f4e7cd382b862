"""What each chair is for, and three things for a newcomer to try in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.foundation.roles import Flag, Role


@dataclass(frozen=True)
class FirstStep:
    """What to try, in marked words, and on which page.

    A page of a case is that of the worst case which `of_case` reaches; whoever has none is led to `otherwise`.
    """

    what: str
    how: str
    endpoint: str
    of_case: Permission | None = None
    otherwise: str = ""


@dataclass(frozen=True)
class Chair:
    """What a chair is for, and three things to try in it."""

    intro: str
    steps: tuple[FirstStep, FirstStep, FirstStep]


CHAIRS: Mapping[Role | Flag, Chair] = {
    Role.FIELD: Chair(
        N_("You go out at night. Take your telephone, or make this window as narrow as one."),
        (
            FirstStep(
                N_("Write a meeting down"),
                N_(
                    "Open a shift, then meet a boy of whom you know only a red shirt and that he is about nine."
                ),
                "outreach.list_shifts",
            ),
            FirstStep(
                N_("Find a child you met before"),
                N_(
                    "Type a part of a name, in either script, and read the contact rule before anything else."
                ),
                "children.list_children",
            ),
            FirstStep(
                N_("Raise an urgent concern"),
                N_(
                    "Say what you saw in one line and send it. It stays first on Today until somebody has it."
                ),
                "concerns.urgent",
            ),
        ),
    ),
    Role.CASEWORKER: Chair(
        N_(
            "You stay with the children you are assigned to. Today says what is due, and the first step to it."
        ),
        (
            FirstStep(
                N_("Open the case with the highest risk"),
                N_("Read the road from its beginning, and find what is due next."),
                "cases.show_case",
                Permission.CASE_READ,
                "cases.list_cases",
            ),
            FirstStep(
                N_("Write a note of a visit"),
                N_(
                    "Choose the case, write what you saw and what somebody told you. Then find it on the road."
                ),
                "cases.choose_for_note",
            ),
            FirstStep(
                N_("Ask for the next stage"),
                N_("Wayhome says what is still missing before a child's road can go on, and who decides."),
                "stage_moves.show_moves",
                Permission.CASE_READ,
                "cases.list_cases",
            ),
        ),
    ),
    Role.COUNSELLOR: Chair(
        N_("You see how a child heals. What you may read ends at the children you are assigned to."),
        (
            FirstStep(
                N_("Find a child you are assigned to"),
                N_("Read what was written of the child's road, as far as it is open to you."),
                "children.list_children",
            ),
            FirstStep(
                N_("Look at an assessment"),
                N_("Under Healing, first, previous and latest scores stand beside each other."),
                "restoration.show_restoration",
                Permission.RESTORATION_READ,
                "children.list_children",
            ),
            FirstStep(
                N_("Raise a concern"),
                N_("What a child says to you is written in the child's own words, and somebody answers."),
                "concerns.post_concern",
            ),
        ),
    ),
    Role.SUPERVISOR: Chair(
        N_("You answer for a base. What others wait for stands first on Today, the most urgent on top."),
        (
            FirstStep(
                N_("Take a concern"),
                N_("Press I have it, and the clock of its urgency stops. Whoever raised it reads your name."),
                "concerns.list_concerns",
            ),
            FirstStep(
                N_("Decide a move"),
                N_("Open a case that waits for you. Whoever asked cannot approve it, and no reason is lost."),
                "cases.list_cases",
            ),
            FirstStep(
                N_("See who is slipping"),
                N_("The review shows each child in restoration, the worst first, with who scored and when."),
                "restoration_review.show_review",
            ),
        ),
    ),
    Role.DIRECTOR: Chair(
        N_(
            "You answer for all bases. Nothing leaves without you, and nobody is let in without the six words."
        ),
        (
            FirstStep(
                N_("Read a packet as the police will"),
                N_(
                    "Open one, look at its pages, and see which words come from which record and who approved them."
                ),
                "packets.list_packets",
            ),
            FirstStep(
                N_("See who can open what"),
                N_("Each circle needs two people. Look at which ones have fewer."),
                "settings.show_circles",
            ),
            FirstStep(
                N_("Ask whether the trail is whole"),
                N_("Every opening of a record is a link in one chain. Let it be checked from the first."),
                "audit.verify",
            ),
        ),
    ),
    Role.TECHNICIAN: Chair(
        N_("You keep it running, and can read nothing about a child. That is meant."),
        (
            FirstStep(
                N_("Look for a child"),
                N_("There is no page of yours that shows one. See what your settings hold instead."),
                "settings.show_settings",
            ),
            FirstStep(
                N_("Invite a colleague"),
                N_("You make the account; a director compares six words and lets them in."),
                "accounts.list_accounts",
            ),
            FirstStep(
                N_("Try a copy"),
                N_("Read how a copy is made, and what counts as one that opened."),
                "settings.show_copies",
            ),
        ),
    ),
    Role.AUDITOR: Chair(
        N_("You prove who saw what, and that nothing was taken out. You read no record."),
        (
            FirstStep(
                N_("Follow one person through a day"),
                N_("Choose a colleague and a day in the trail's filter."),
                "audit.show_trail",
            ),
            FirstStep(
                N_("Ask whether the trail is whole"),
                N_("Every opening of a record is a link in one chain. Let it be checked from the first."),
                "audit.verify",
            ),
            FirstStep(
                N_("Take a signed head away"),
                N_("Keep it elsewhere: with it you see later whether the newest events were cut off."),
                "settings.show_checkpoint",
            ),
        ),
    ),
    Role.VOLUNTEER: Chair(
        N_("You write what worries you, and somebody answers. You read no records."),
        (
            FirstStep(
                N_("Raise a concern"),
                N_("Say what you saw or heard, where and when. You need no name and no proof."),
                "concerns.post_concern",
            ),
            FirstStep(
                N_("See what became of it"),
                N_("Here stands who has it, and what they say to you."),
                "concerns.list_concerns",
            ),
            FirstStep(
                N_("Say something about one of our own"),
                N_("It goes to a circle of its own, which the person it is about never sees."),
                "allegations.post_allegation",
            ),
        ),
    ),
    Flag.ON_CALL: Chair(
        N_("You answer the duty telephone. At night you open an emergency sheet of any child of your base."),
        (
            FirstStep(
                N_("Find an emergency sheet"),
                N_("Look a child up by a part of the name, and open Emergency sheet on the child's page."),
                "children.list_children",
            ),
            FirstStep(
                N_("Raise what you are told on the telephone"),
                N_(
                    "Write one line while somebody speaks, and send it. It stays first on Today until somebody has it."
                ),
                "concerns.urgent",
            ),
            FirstStep(
                N_("See which sheets are out of the house"),
                N_("A sheet that is printed has a number; say here when it came back or was destroyed."),
                "sheets.list_sheets",
            ),
        ),
    ),
    Flag.ACTING_DIRECTOR: Chair(
        N_(
            "You stand in for the director until your last day, and hold the keys of direction as well. What you may "
            "press stays a supervisor's."
        ),
        (
            FirstStep(
                N_("Look at who works here"),
                N_("Open your own line: it says that you act, and until what day."),
                "accounts.list_accounts",
            ),
            FirstStep(
                N_("Read a packet as the police will"),
                N_(
                    "Open one, look at its pages, and see which words come from which record and who approved them."
                ),
                "packets.list_packets",
            ),
            FirstStep(
                N_("See what was done while the director was away"),
                N_("The trail of your base says who opened and wrote what, and on which page."),
                "audit.show_trail",
            ),
        ),
    ),
    Flag.SAFEGUARDING: Chair(
        N_(
            "You hold what is said about the organisation's own people. Nobody outside your circle sees that it exists."
        ),
        (
            FirstStep(
                N_("Read what was sent"),
                N_("Who wrote it stands in no table; they come back with a secret receipt."),
                "allegations.list_allegations",
            ),
            FirstStep(
                N_("See who reads it"),
                N_("Nobody joins or leaves this circle by one person's word: two of three agree."),
                "who_reads.show_who",
            ),
            FirstStep(
                N_("Look at it from the other side"),
                N_("Open the page on which anybody writes about one of our own, and read what it promises."),
                "allegations.post_allegation",
            ),
        ),
    ),
}
"""By role, and by those duties that are a chair of their own."""

"""The people of the practice organisation: two bases, every role, each with keys of their own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from app.bases.making import BaseInput, make_base
from app.foundation.local_time import local_day, to_typed, to_utc
from app.foundation.roles import Flag, Role
from app.practice.calendar import moment_of
from app.practice.organisation import Practice
from app.practice.sign_ins import SignIn
from app.practice.words.passwords import password_for
from app.practice.year import Year
from app.recovery.kit import confirm_cards
from app.set_up.organisation import FirstDirectorInput, set_up_organisation
from app.staff.accounts import AccountInput, accept_invitation, admit, make_shell, own_six_words
from app.staff.duties import change_flags

ORGANISATION = "Lotus Path (practice)"
PACK = "cambodia"
TIMEZONE = "Asia/Phnom_Penh"
BASES = (("PP", "Phnom Penh", "000 000 101"), ("SR", "Siem Reap", "000 000 102"))
"""Code prefix, name and duty number of each base; the numbers reach nobody."""


@dataclass(frozen=True)
class Colleague:
    """One person who works there. `key` is what the list of sign-ins calls them; empty leaves them out.

    Whoever joined lately was admitted `joined_days_ago`. `ends_in_days` from now, a volunteer's account ends and an
    acting director's duty.
    """

    username: str
    name: str
    role: Role
    base: str | None
    key: str = ""
    flags: frozenset[Flag] = frozenset()
    joined_days_ago: int | None = None
    ends_in_days: int | None = None


DIRECTOR = Colleague("director", "Chan Sopheap", Role.DIRECTOR, None, "director")
COLLEAGUES = (
    Colleague("supervisor", "Keo Rithy", Role.SUPERVISOR, "PP", "supervisor"),
    Colleague(
        "chanthy",
        "Meas Chanthy",
        Role.SUPERVISOR,
        "PP",
        "focalpoint",
        frozenset({Flag.ON_CALL, Flag.SAFEGUARDING}),
    ),
    Colleague("supervisor2", "Yim Sreypov", Role.SUPERVISOR, "PP", "supervisor2"),
    Colleague("field", "Sok Maly", Role.FIELD, "PP", "field"),
    Colleague("piseth", "Heng Piseth", Role.FIELD, "PP", "field2"),
    Colleague("kunthea", "Ros Kunthea", Role.FIELD, "PP"),
    Colleague("visal", "Prak Visal", Role.FIELD, "PP", "oncall", frozenset({Flag.ON_CALL})),
    Colleague("caseworker", "Nhem Sovanna", Role.CASEWORKER, "PP", "caseworker"),
    Colleague("theary", "Lim Theary", Role.CASEWORKER, "PP", "caseworker2"),
    Colleague("counsellor", "Ouk Nary", Role.COUNSELLOR, "PP", "counsellor", frozenset({Flag.CLINICAL_LEAD})),
    Colleague(
        "clinicallead", "Tep Bopha", Role.COUNSELLOR, "PP", "clinicallead", frozenset({Flag.CLINICAL_LEAD})
    ),
    Colleague("technician", "Seng Vuthy", Role.TECHNICIAN, None, "technician"),
    Colleague("auditor", "Phan Sothea", Role.AUDITOR, None, "auditor"),
    # Outside the staff, as safeguarding asks: an auditor's account with that one duty more.
    Colleague(
        "sopheak", "Touch Sopheak", Role.AUDITOR, None, "outsidemember", frozenset({Flag.SAFEGUARDING})
    ),
    Colleague("othersupervisor", "Pen Davy", Role.SUPERVISOR, "SR", "othersupervisor"),
    Colleague("arun", "Khiev Arun", Role.FIELD, "SR"),
    Colleague("dalin", "Vann Dalin", Role.FIELD, "SR"),
    Colleague("leakhena", "Som Leakhena", Role.CASEWORKER, "SR"),
)
LATE_COLLEAGUES = (
    Colleague(
        "volunteer",
        "Noun Chenda",
        Role.VOLUNTEER,
        "PP",
        "volunteer",
        joined_days_ago=24,
        ends_in_days=60,
    ),
    Colleague(
        "actingdirector",
        "Hun Sotheavy",
        Role.SUPERVISOR,
        "PP",
        "actingdirector",
        frozenset({Flag.ACTING_DIRECTOR}),
        joined_days_ago=6,
        ends_in_days=30,
    ),
)
"""Who joined lately: nothing of the year depends on them, and what ends must end after it."""

_OF_EVERY_ROLE = "field caseworker counsellor supervisor director technician auditor othersupervisor".split()
"""The keys that come first in the list of sign-ins, in the order that suits a newcomer."""


def found_organisation(practice: Practice) -> None:
    """Set the organisation up with its director and bases, as the set-up page does, including typing the cards back."""
    practice.passwords[DIRECTOR.username] = password_for(DIRECTOR.username)
    made = set_up_organisation(
        practice.server,
        FirstDirectorInput(
            ORGANISATION, DIRECTOR.name, DIRECTOR.username, practice.passwords[DIRECTOR.username]
        ),
    )
    practice.ids[DIRECTOR.username] = made.work.person.id
    practice.finish(made.work)
    with practice.writing(DIRECTOR.username) as work:
        confirm_cards(work, *made.kit_cards)
        card_a, card_b = made.kit_cards
        practice.kit_cards = (card_a.payload(), card_b.payload())
        for prefix, name, duty_number in BASES:
            base = make_base(work, BaseInput(uuid4(), name, prefix, PACK, TIMEZONE, duty_number))
            practice.bases[prefix] = base.id


def invite_colleague(practice: Practice, colleague: Colleague) -> None:
    """Invite a colleague, let them make their keys, compare the six words and admit them."""
    password = practice.passwords[colleague.username] = password_for(colleague.username)
    base_id = practice.bases[colleague.base] if colleague.base else None
    ends_on = local_day(_end(practice, colleague)) if colleague.role is Role.VOLUNTEER else None
    new = AccountInput(uuid4(), colleague.username, colleague.name, colleague.role, base_id, ends_on)
    practice.ids[colleague.username] = new.id
    with practice.writing(DIRECTOR.username) as work:
        invitation = make_shell(work, new)
    accept_invitation(practice.server, invitation, password)
    practice.clock.move(timedelta(minutes=7))
    with practice.reading(colleague.username) as work:
        words = " ".join(own_six_words(work))
    with practice.writing(DIRECTOR.username) as work:
        admit(work, new.id, words)
    if colleague.flags:
        with practice.writing(DIRECTOR.username) as work:
            change_flags(work, new.id, colleague.flags, acting_until=_acting_until(practice, colleague))
        practice.sign_in_anew(colleague.username)  # a session keeps the duties it began with
    practice.clock.move(timedelta(minutes=3))


def note_late_colleagues(practice: Practice, year: Year, *, ends: datetime) -> None:
    """Write into the diary who joined lately."""
    for colleague in LATE_COLLEAGUES:
        joined = moment_of(colleague.joined_days_ago or 1, ends)
        year.at(joined, partial(invite_colleague, practice, colleague))


def _end(practice: Practice, colleague: Colleague) -> datetime:
    days = (colleague.joined_days_ago or 0) + (colleague.ends_in_days or 0)
    return practice.clock.now() + timedelta(days=days)


def _acting_until(practice: Practice, colleague: Colleague) -> datetime | None:
    if Flag.ACTING_DIRECTOR not in colleague.flags:
        return None
    # A duty ends at the midnight after its last day.
    last = to_typed(_end(practice, colleague)).date()
    return to_utc(datetime.combine(last + timedelta(days=1), datetime.min.time()))


def sign_ins(practice: Practice) -> list[SignIn]:
    """Return the sign-ins to try: one of every role, in the order that suits a newcomer, then the other chairs."""
    shown = [each for each in (*COLLEAGUES, *LATE_COLLEAGUES, DIRECTOR) if each.key]
    return [_sign_in(practice, each) for each in sorted(shown, key=_place_in_list)]


def _place_in_list(colleague: Colleague) -> int:
    return _OF_EVERY_ROLE.index(colleague.key) if colleague.key in _OF_EVERY_ROLE else len(_OF_EVERY_ROLE)


def _sign_in(practice: Practice, colleague: Colleague) -> SignIn:
    return SignIn(
        role=colleague.key,
        username=colleague.username,
        password=practice.passwords[colleague.username],
        key=colleague.key,
        name=colleague.name,
    )

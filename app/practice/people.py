"""The people of the practice organisation: two bases, every role, each with keys of their own."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from app.bases.making import BaseInput, make_base
from app.foundation.roles import Flag, Role
from app.practice.organisation import Practice
from app.practice.sign_ins import SignIn
from app.practice.words.passwords import password_for
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
    """One person who works there. `shown_as` is their role in the list of sign-ins; empty leaves them out."""

    username: str
    name: str
    role: Role
    base: str | None
    shown_as: str = ""
    flags: frozenset[Flag] = frozenset()


DIRECTOR = Colleague("director", "Chan Sopheap", Role.DIRECTOR, None, "director")
COLLEAGUES = (
    Colleague("supervisor", "Keo Rithy", Role.SUPERVISOR, "PP", "supervisor"),
    Colleague(
        "chanthy", "Meas Chanthy", Role.SUPERVISOR, "PP", flags=frozenset({Flag.ON_CALL, Flag.SAFEGUARDING})
    ),
    Colleague("field", "Sok Maly", Role.FIELD, "PP", "field"),
    Colleague("piseth", "Heng Piseth", Role.FIELD, "PP"),
    Colleague("kunthea", "Ros Kunthea", Role.FIELD, "PP"),
    Colleague("visal", "Prak Visal", Role.FIELD, "PP"),
    Colleague("caseworker", "Nhem Sovanna", Role.CASEWORKER, "PP", "caseworker"),
    Colleague("theary", "Lim Theary", Role.CASEWORKER, "PP"),
    Colleague("counsellor", "Ouk Nary", Role.COUNSELLOR, "PP", "counsellor", frozenset({Flag.CLINICAL_LEAD})),
    Colleague("technician", "Seng Vuthy", Role.TECHNICIAN, None, "technician"),
    Colleague("auditor", "Phan Sothea", Role.AUDITOR, None, "auditor"),
    # Outside the staff, as safeguarding asks: an auditor's account with that one duty more.
    Colleague("sopheak", "Touch Sopheak", Role.AUDITOR, None, flags=frozenset({Flag.SAFEGUARDING})),
    Colleague("othersupervisor", "Pen Davy", Role.SUPERVISOR, "SR", "othersupervisor"),
    Colleague("arun", "Khiev Arun", Role.FIELD, "SR"),
    Colleague("dalin", "Vann Dalin", Role.FIELD, "SR"),
    Colleague("leakhena", "Som Leakhena", Role.CASEWORKER, "SR"),
)


def found_organisation(practice: Practice) -> None:
    """Set the organisation up with its director and bases, as the set-up page does, cards typed back included."""
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
        for prefix, name, duty_number in BASES:
            base = make_base(work, BaseInput(uuid4(), name, prefix, PACK, TIMEZONE, duty_number))
            practice.bases[prefix] = base.id


def invite_colleague(practice: Practice, colleague: Colleague) -> None:
    """Invite a colleague, let them make their keys, compare the six words and admit them."""
    password = practice.passwords[colleague.username] = password_for(colleague.username)
    base_id = practice.bases[colleague.base] if colleague.base else None
    new = AccountInput(uuid4(), colleague.username, colleague.name, colleague.role, base_id)
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
            change_flags(work, new.id, colleague.flags)
        practice.sign_in_anew(colleague.username)  # a session keeps the duties it began with
    practice.clock.move(timedelta(minutes=3))


def sign_ins(practice: Practice) -> list[SignIn]:
    """Return who may be tried out, in the order a newcomer should."""
    shown = [each for each in (*COLLEAGUES, DIRECTOR) if each.shown_as]
    order = "field caseworker counsellor supervisor director technician auditor othersupervisor".split()
    shown.sort(key=lambda each: order.index(each.shown_as))
    return [SignIn(each.shown_as, each.username, practice.passwords[each.username]) for each in shown]

"""Who may state what about the safeguarding circle: its members, and two of three for what could take it over.

Statements from before this rule are judged by the rule of their time (`statement_rights`). A statement says its form,
and no older form is believed after a newer one.
"""

from collections.abc import Callable
from uuid import UUID

from app.foundation.roles import Flag
from app.keyring.directory import Directory
from app.keyring.policy import CircleKind
from app.keyring.safeguarding_acts import (
    Act,
    ActKind,
    Voucher,
    is_agreed,
    is_held,
    kit_in_force,
    living_members,
    makes_sense,
    may_agree,
    safeguarding_circle,
)
from app.keyring.statements import Kind, Statement
from app.vault.signing import VerifyKey

SINCE_FORM = 2
"""The form of statements from which this rule holds."""


def is_judged_here(directory: Directory, statement: Statement) -> bool:
    """Tell whether a statement can change who reads allegations, whoever signs it."""
    if statement.form < SINCE_FORM:
        return False
    return statement.kind in (Kind.AGREED, Kind.OUTSIDE_MEMBER, Kind.KIT) or is_about_the_circle(
        directory, statement
    )


def is_about_the_circle(directory: Directory, statement: Statement) -> bool:
    """Tell whether a statement is about the safeguarding circle itself, its keys or its members."""
    if statement.kind is Kind.CIRCLE:
        known = directory.circles.get(UUID(statement.fields["circle"]))
        kinds = {CircleKind(statement.fields["circle_kind"]), known.kind if known else None}
        return CircleKind.SAFEGUARDING in kinds
    if statement.kind in (Kind.MEMBER, Kind.MEMBER_ENDED):
        circle = directory.circles.get(UUID(statement.fields["circle"]))
        return circle is not None and circle.kind is CircleKind.SAFEGUARDING
    return False


def has_right(directory: Directory, statement: Statement) -> bool:
    """Tell whether the signer may state it."""
    right = _RIGHTS.get(statement.kind)
    return right is not None and right(directory, statement)


def takes_the_duty_away(directory: Directory, statement: Statement) -> bool:
    """Tell whether a statement about a person would un-name a member, for which two of three must agree."""
    if statement.form < SINCE_FORM or statement.kind is not Kind.PERSON:
        return False
    keeps = Flag.SAFEGUARDING.value in statement.fields["flags"]
    return not keeps and is_held(directory, UUID(statement.fields["person"]))


def keys_of_agreeing(directory: Directory, statement: Statement) -> tuple[VerifyKey, ...]:
    """Return the key that whoever agrees must have signed with."""
    by = Voucher(statement.fields["by"])
    if by is Voucher.KIT:
        kit = kit_in_force(directory, statement.stated_at)
        return (VerifyKey(bytes.fromhex(kit)),) if kit and statement.signer_id is None else ()
    if by is Voucher.OUTSIDE:
        outside = directory.outside_member
        is_theirs = outside is not None and outside.keys is not None and outside.id == statement.signer_id
        return (outside.keys.sign,) if is_theirs and outside and outside.keys else ()
    known = directory.people.get(statement.signer_id) if statement.signer_id else None
    return (known.keys.sign,) if known is not None else ()


def _is_living(directory: Directory, statement: Statement) -> bool:
    return statement.signer_id in living_members(directory)


def _is_named(directory: Directory, person_id: UUID | None) -> bool:
    known = directory.people.get(person_id) if person_id else None
    return known is not None and known.enabled and Flag.SAFEGUARDING in known.flags


def _may_begin_version(directory: Directory, statement: Statement) -> bool:
    """The first version by anybody named; the next by a member, for all members; anew only when two of three agreed."""
    signer, body = statement.signer_id, statement.fields
    listed = [UUID(each) for each in body.get("members", ())]
    circle = safeguarding_circle(directory)
    is_this = circle is None or circle.id == UUID(body["circle"])
    if body["base"] is not None or not is_this or signer not in listed:
        return False
    if not all(_is_named(directory, each) for each in listed):
        return False
    living = living_members(directory)
    if circle is None or living:
        return (circle is None or signer in living) and set(living) <= set(listed)
    return listed == [signer] and is_agreed(
        directory, Act(ActKind.TAKE_UP, person=signer), statement.stated_at
    )


def _may_say_they_agree(directory: Directory, statement: Statement) -> bool:
    act, by, now = Act.from_fields(statement.fields), Voucher(statement.fields["by"]), statement.stated_at
    who = kit_in_force(directory, now) if by is Voucher.KIT else str(statement.signer_id)
    return makes_sense(directory, act) and may_agree(directory, act, by, who, now=now)


def _may_write_outside(directory: Directory, statement: Statement) -> bool:
    """A director writes whom to call, until there is a circle that could be taken over."""
    is_first = directory.outside_member is None or safeguarding_circle(directory) is None
    return statement.signer_id is None and is_first


def _may_admit(directory: Directory, statement: Statement) -> bool:
    """Members admit members: people who are named; the recovery circle holds the secret as well."""
    holder = UUID(statement.fields["holder"])
    circle = directory.circles.get(holder)
    if circle is not None:
        return _is_living(directory, statement) and circle.kind is CircleKind.RECOVERY
    return _is_living(directory, statement) and _is_named(directory, holder)


def _may_clear_away(directory: Directory, statement: Statement) -> bool:
    """Only the places of those who are out already are cleared away."""
    holder = UUID(statement.fields["holder"])
    return _is_living(directory, statement) and holder not in living_members(directory)


_RIGHTS: dict[Kind, Callable[[Directory, Statement], bool]] = {
    Kind.AGREED: _may_say_they_agree,
    Kind.OUTSIDE_MEMBER: _may_write_outside,
    Kind.KIT: lambda _, statement: statement.signer_id is None,
    Kind.CIRCLE: _may_begin_version,
    Kind.MEMBER: _may_admit,
    Kind.MEMBER_ENDED: _may_clear_away,
}

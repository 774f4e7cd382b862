"""What the key directory itself refuses about the safeguarding circle, whoever writes it, past every service."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from app.foundation.errors import KeyRefused
from app.foundation.roles import Flag
from app.keyring import statements
from app.keyring.adding_statements import Signer, own_signer, state
from app.keyring.circles import begin_version, keep_only
from app.keyring.known_directory import directory_for, reverified_directory
from app.keyring.root import root_signer
from app.keyring.safeguarding_acts import (
    Act,
    ActKind,
    Agreement,
    Voucher,
    is_agreed,
    kit_in_force,
    living_members,
)
from app.keyring.safeguarding_acts import safeguarding_circle as safeguarding_circle_of
from app.keyring.safeguarding_rights import SINCE_FORM
from app.keyring.statements import FORM, Kind, Statement, make_statement
from app.staff.accounts import disable
from app.staff.duties import state_anew
from app.unit_of_work import UnitOfWork
from tests.support.concerns import (
    name_for_safeguarding,
    own_card,
    safeguarding_circle,
    un_naming,
)
from tests.support.organisation import RIVERSIDE, Organisation

MEMBERS = ("auditor", "supervisor")


@pytest.fixture
def with_circle(organisation: Organisation) -> Organisation:
    """An organisation with a safeguarding circle of the auditor and a supervisor."""
    safeguarding_circle(organisation, *MEMBERS)
    return organisation


def test_the_directory_refuses_to_let_the_root_take_a_members_duty_away(with_circle: Organisation) -> None:
    with with_circle.writing("director") as work:
        known = directory_for(work).person(with_circle.ids["supervisor"])
        with pytest.raises(KeyRefused):
            state_anew(work, replace(known, flags=frozenset()), signer=root_signer(work))


def test_the_directory_refuses_a_version_that_leaves_a_member_out(with_circle: Organisation) -> None:
    with with_circle.writing("auditor") as work:
        circle = safeguarding_circle_of(directory_for(work))
        assert circle is not None
        with pytest.raises(KeyRefused):
            begin_version(work, circle.id, [with_circle.ids["auditor"]], signer=own_signer(work))


def test_the_directory_refuses_to_let_a_member_clear_another_away(with_circle: Organisation) -> None:
    with with_circle.writing("auditor") as work:
        circle = safeguarding_circle_of(directory_for(work))
        assert circle is not None
        fields = {
            "circle": str(circle.id),
            "version": circle.current_version,
            "holder": str(with_circle.ids["supervisor"]),
            "holder_kind": "person",
        }
        with pytest.raises(KeyRefused):
            state(work, Kind.MEMBER_ENDED, fields, signer=own_signer(work))


def test_the_directory_refuses_a_second_circle_by_giving_it_a_base(with_circle: Organisation) -> None:
    name_for_safeguarding(with_circle, "supervisor2")
    with with_circle.writing("supervisor2") as work:
        circle = safeguarding_circle_of(directory_for(work))
        assert circle is not None
        fields = {
            "circle": str(uuid4()),
            "circle_kind": "safeguarding",
            "base": str(RIVERSIDE),
            "version": 1,
            "public": circle.current.public.to_bytes().hex(),
            "commitment": circle.current.commitment.hex(),
            "members": [str(with_circle.ids["supervisor2"])],
        }
        with pytest.raises(KeyRefused):
            state(work, Kind.CIRCLE, fields, signer=own_signer(work))


def test_the_directory_refuses_the_root_in_the_name_of_any_of_the_three(with_circle: Organisation) -> None:
    own_card(with_circle)
    act = un_naming(with_circle, "supervisor")
    with with_circle.writing("director") as work:
        outside = directory_for(work).outside_member
        assert outside is not None
        root = root_signer(work)
        for by, signer in (
            (Voucher.MEMBER, Signer(with_circle.ids["auditor"], root.key)),
            (Voucher.OUTSIDE, Signer(outside.id, root.key)),
            (Voucher.KIT, root),
            (Voucher.MEMBER, own_signer(work)),
        ):
            with pytest.raises(KeyRefused):
                state(work, Kind.AGREED, act.to_fields() | {"by": by.value}, signer=signer)


def test_the_directory_refuses_another_outside_member_by_the_root(with_circle: Organisation) -> None:
    own_card(with_circle)
    with with_circle.writing("director") as work, pytest.raises(KeyRefused):
        fields = {"name": "A friend", "phone": "099 999 999"}
        state(work, Kind.OUTSIDE_MEMBER, fields, signer=root_signer(work))


def test_an_older_form_of_statement_is_not_believed_after_a_newer_one(with_circle: Organisation) -> None:
    """Otherwise whoever holds the root could un-name a member as one could before this rule."""
    with with_circle.writing("director") as work:
        directory, root = directory_for(work), root_signer(work)
        known = directory.person(with_circle.ids["supervisor"])
        fields = {
            "person": str(known.id),
            "keys": known.keys.to_bytes().hex(),
            "key_version": known.key_version,
            "role": known.role.value,
            "base": str(known.base_id),
            "flags": [],
            "name": known.name,
            "form": 1,
        }
        old = _in_form_one(work, fields, root)
        work.session.add(old.to_row())
        work.session.flush()
        seen = reverified_directory(work.session, work.installation_id)
        assert seen.broken_at == directory.seq + 1
        assert Flag.SAFEGUARDING in seen.people[known.id].flags
        work.session.rollback()


def _in_form_one(work: UnitOfWork, fields: dict[str, object], root: Signer) -> Statement:
    directory = directory_for(work)
    before, statements.FORM = statements.FORM, 1
    try:
        return make_statement(
            directory.installation_id,
            seq=directory.seq + 1,
            previous=directory.head,
            kind=Kind.PERSON,
            fields=fields,
            signer_id=None,
            key=root.key,
            now=work.now,
        )
    finally:
        statements.FORM = before


def test_statements_made_now_are_of_a_form_in_which_this_rule_holds() -> None:
    assert FORM >= SINCE_FORM


def test_beside_a_circle_older_than_this_rule_cards_count_with_one_of_the_others(
    with_circle: Organisation,
) -> None:
    """No kit was stated then: there is no earlier one to ask."""
    with with_circle.reading("field") as work:
        directory, now = directory_for(work).fork(), work.now
    kit, directory.kit = directory.kit, ""
    directory.kit_offered = (kit, now)
    act = Act(ActKind.KIT, key=kit)
    later = now + timedelta(days=15)
    assert kit_in_force(directory, later) == ""
    directory.agreements[act] = (Agreement(Voucher.MEMBER, str(with_circle.ids["auditor"]), now),)
    assert is_agreed(directory, act, now)


def test_where_nobody_is_left_to_say_that_cards_count_they_do_after_fourteen_days(
    with_circle: Organisation,
) -> None:
    for name in MEMBERS:
        with with_circle.writing("director") as work:
            disable(work, with_circle.ids[name])
    with with_circle.reading("field") as work:
        directory, now = directory_for(work).fork(), work.now
    kit, directory.kit = directory.kit, ""
    directory.kit_offered = (kit, now)

    assert kit_in_force(directory, now + timedelta(days=13)) == ""
    assert kit_in_force(directory, now + timedelta(days=14)) == kit


@pytest.mark.parametrize("what", ["an un-naming", "a circle begun anew"])
def test_a_chain_from_before_this_rule_is_believed_as_it_was(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr("app.keyring.statements.FORM", 1)
    with organisation.reading("field") as work:
        monkeypatch.setattr(directory_for(work), "form", 1)
    safeguarding_circle(organisation, "auditor")
    with organisation.writing("director") as work:
        known = directory_for(work).person(organisation.ids["auditor"])
        state_anew(work, replace(known, flags=frozenset()), signer=root_signer(work))
    if what == "a circle begun anew":
        name_for_safeguarding(organisation, "supervisor")
        with organisation.writing("supervisor") as work:
            circle = safeguarding_circle_of(directory_for(work))
            assert circle is not None
            keep_only(work, circle.id, [organisation.ids["supervisor"]], signer=own_signer(work))
    monkeypatch.setattr("app.keyring.statements.FORM", FORM)

    with organisation.reading("field") as work:
        assert directory_for(work).broken_at is None
        wanted = [organisation.ids["supervisor"]] if what == "a circle begun anew" else []
        assert living_members(directory_for(work)) == wanted

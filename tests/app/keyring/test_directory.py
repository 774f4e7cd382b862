"""The key directory: what is believed, and what a changed row cannot do."""

import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update

from app.foundation.errors import KeyRefused, NoKey
from app.foundation.roles import Role
from app.keyring.adding_statements import own_signer, state
from app.keyring.admitting import state_person
from app.keyring.assigning import assign
from app.keyring.circles import add_member, make_circle
from app.keyring.folders import open_folder
from app.keyring.known_directory import directory_for, reverified_directory
from app.keyring.policy import CircleKind, Duty, FolderKind
from app.keyring.root import root_signer
from app.keyring.statements import Kind
from app.keyring.writing import make_folder
from app.vault import hpke
from app.vault.person_keys import PersonPrivateKeys
from models.circle import CircleMembership, CircleVersion
from models.directory_statement import DirectoryStatement
from models.grant import Grant
from models.staff_member import StaffMember
from tests.app.keyring.conftest import TEXT, SealedCase
from tests.support.organisation import HILLSIDE, RIVERSIDE, Organisation


def reverify(organisation: Organisation) -> int | None:
    """Return the first statement that is refused when the chain is read anew, or None."""
    with organisation.server.store.reading() as session:
        return reverified_directory(session, organisation.server.installation_id).broken_at


def test_the_whole_chain_verifies_from_its_first_statement(organisation: Organisation) -> None:
    assert reverify(organisation) is None


def test_an_edited_statement_breaks_the_chain_where_it_stands(organisation: Organisation) -> None:
    with organisation.server.store.writing() as session:
        row = session.get_one(DirectoryStatement, 10)
        fields = json.loads(row.body)
        fields["extra"] = 1
        row.body = json.dumps(fields)
    assert reverify(organisation) == 10


def test_a_missing_statement_breaks_the_chain(organisation: Organisation) -> None:
    with organisation.server.store.writing() as session:
        session.execute(delete(DirectoryStatement).where(DirectoryStatement.seq == 7))
    assert reverify(organisation) == 8


def test_a_supervisor_cannot_assign_in_another_base(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    with organisation.writing("othersupervisor") as work, pytest.raises(KeyRefused):
        assign(
            work,
            sealed_case.case_id,
            organisation.ids["otherfield"],
            duty=Duty.CASEWORKER,
            base_id=RIVERSIDE,
        )


def test_a_supervisor_cannot_vouch_for_another_supervisor(organisation: Organisation) -> None:
    keys = PersonPrivateKeys.generate().public
    fields = {
        "person": str(organisation.ids["field"]),
        "keys": keys.to_bytes().hex(),
        "key_version": 2,
        "role": Role.SUPERVISOR.value,
        "base": str(RIVERSIDE),
        "flags": [],
    }
    with organisation.writing("supervisor") as work, pytest.raises(KeyRefused):
        state(work, Kind.PERSON, fields, signer=own_signer(work))


@pytest.mark.parametrize("name", ["field", "caseworker", "technician", "auditor", "othersupervisor"])
def test_only_a_certifier_of_the_base_adds_members(organisation: Organisation, name: str) -> None:
    with organisation.writing(name) as work:
        circle = directory_for(work).circle(CircleKind.SUPERVISION, RIVERSIDE)
        fields = {
            "circle": str(circle.id),
            "version": 1,
            "holder": str(organisation.ids[name]),
            "holder_kind": "person",
        }
        with pytest.raises(KeyRefused):
            state(work, Kind.MEMBER, fields, signer=own_signer(work))


def test_the_root_itself_cannot_state_anything_about_safeguarding(organisation: Organisation) -> None:
    with organisation.writing("director") as work, pytest.raises(KeyRefused):
        make_circle(
            work,
            CircleKind.SAFEGUARDING,
            None,
            members=[organisation.ids["director"]],
            signer=root_signer(work),
        )


def test_only_directors_open_the_root(organisation: Organisation) -> None:
    with organisation.reading("director2") as work:
        assert root_signer(work).id is None
    for name in ("supervisor", "technician", "auditor"):
        with organisation.reading(name) as work, pytest.raises(NoKey):
            root_signer(work)


def test_a_membership_row_without_a_statement_opens_nothing(organisation: Organisation) -> None:
    """A thief copies a supervisor's membership row to the field worker's name."""
    with organisation.server.store.writing() as session:
        field = organisation.ids["field"]
        known = session.query(CircleMembership).filter_by(holder_id=organisation.ids["supervisor"]).all()
        for row in known:
            if session.get(CircleMembership, (row.circle_id, row.version, field)) is None:
                session.add(
                    CircleMembership(
                        circle_id=row.circle_id,
                        version=row.version,
                        holder_id=field,
                        holder_kind="person",
                        secret_sealed=row.secret_sealed,
                        added_at=row.added_at,
                    )
                )
    with organisation.reading("field") as work:
        circle = directory_for(work).circle(CircleKind.SUPERVISION, RIVERSIDE)
        assert (circle.id, 1) not in directory_for(work).circles_of(work.person.id)


def test_a_swapped_circle_secret_is_refused(organisation: Organisation, sealed_case: SealedCase) -> None:
    """Somebody puts the `office` secret where the `supervision` secret of the supervisor lay."""
    with organisation.reading("supervisor") as work:
        supervision = directory_for(work).circle(CircleKind.SUPERVISION, RIVERSIDE).id
        office = directory_for(work).circle(CircleKind.OFFICE, RIVERSIDE).id
    supervisor = organisation.ids["supervisor"]
    with organisation.server.store.writing() as session:
        other = session.get_one(CircleMembership, (office, 1, supervisor)).secret_sealed
        session.get_one(CircleMembership, (supervision, 1, supervisor)).secret_sealed = other
    with organisation.reading("supervisor") as work, pytest.raises(KeyRefused):
        sealed_case.open_with(work)
    with organisation.reading("supervisor2") as work:
        assert sealed_case.open_with(work) == TEXT


def test_a_swapped_circle_key_pair_is_refused(organisation: Organisation) -> None:
    """A post is sealed to the circle's public key; its private row now belongs to another circle."""
    with organisation.writing("field") as work:
        posted = make_folder(work, FolderKind.CONCERN, base_id=RIVERSIDE)
        supervision = directory_for(work).circle(CircleKind.SUPERVISION, RIVERSIDE).id
        office = directory_for(work).circle(CircleKind.OFFICE, RIVERSIDE).id
    with organisation.server.store.writing() as session:
        row = session.get_one(CircleVersion, (supervision, 1))
        row.private_sealed = session.get_one(CircleVersion, (office, 1)).private_sealed
    with organisation.reading("supervisor") as work, pytest.raises(KeyRefused):
        open_folder(work, posted.id).record_keys()


def test_a_swapped_public_key_in_the_account_row_is_never_sealed_to(
    organisation: Organisation, sealed_case: SealedCase
) -> None:
    thief = PersonPrivateKeys.generate()
    caseworker = organisation.ids["caseworker"]
    with organisation.server.store.writing() as session:
        session.execute(
            update(StaffMember)
            .where(StaffMember.id == caseworker)
            .values(public_keys=thief.public.to_bytes())
        )
    with organisation.writing("supervisor") as work:
        assign(work, sealed_case.case_id, caseworker, duty=Duty.CASEWORKER, base_id=RIVERSIDE)
        assert directory_for(work).person(caseworker).keys != thief.public
    with organisation.reading("caseworker") as work:
        assert sealed_case.open_with(work) == TEXT


def test_a_statement_that_was_rolled_back_is_not_believed(organisation: Organisation) -> None:
    with organisation.reading("director") as work:
        before = directory_for(work).seq

    class Stop(Exception):
        """Ends the work before it is finished."""

    with pytest.raises(Stop), organisation.writing("director") as work:
        circle = directory_for(work).circle(CircleKind.CLINICAL, HILLSIDE)
        state(
            work,
            Kind.MEMBER_ENDED,
            {"circle": str(circle.id), "version": 1, "holder": str(work.person.id), "holder_kind": "person"},
            signer=root_signer(work),
        )
        assert directory_for(work).seq == before + 1
        raise Stop
    with organisation.reading("director") as work:
        assert directory_for(work).seq == before


def test_whoever_is_not_a_member_cannot_pass_a_circle_on(organisation: Organisation) -> None:
    with organisation.writing("supervisor") as work:
        circle = directory_for(work).circle(CircleKind.CLINICAL, RIVERSIDE)
        with pytest.raises(NoKey):
            add_member(work, circle.id, organisation.ids["counsellor"], signer=own_signer(work))


class TestNobodyStatesWhatIsNotTheirs:
    """What somebody with a certifier's key could state past the pages."""

    def restated(self, organisation: Organisation, name: str, **changed: object) -> dict[str, object]:
        """Return a statement about a cast member with new keys."""
        keys = PersonPrivateKeys.generate().public
        fields: dict[str, object] = {
            "person": str(organisation.ids[name]),
            "keys": keys.to_bytes().hex(),
            "key_version": 2,
            "role": Role.FIELD.value,
            "base": str(RIVERSIDE),
            "flags": [],
        }
        return fields | changed

    @pytest.mark.parametrize("name", ["director2", "supervisor2", "otherfield", "technician"])
    def test_a_supervisor_restates_nobody_but_their_own_programme_staff(
        self, organisation: Organisation, name: str
    ) -> None:
        with organisation.writing("supervisor") as work, pytest.raises(KeyRefused):
            state(work, Kind.PERSON, self.restated(organisation, name), signer=own_signer(work))

    @pytest.mark.parametrize(
        ("by", "kind", "base"),
        [("supervisor", CircleKind.DIRECTION, None), ("supervisor", CircleKind.STREET, HILLSIDE)],
    )
    def test_a_circle_keeps_its_kind_and_base(
        self, organisation: Organisation, by: str, kind: CircleKind, base: UUID | None
    ) -> None:
        private = hpke.generate()
        with organisation.writing(by) as work, pytest.raises(KeyRefused):
            circle = directory_for(work).circle(kind, base)
            fields = {
                "circle": str(circle.id),
                "circle_kind": CircleKind.STREET.value,
                "base": str(RIVERSIDE),
                "version": circle.current_version + 1,
                "public": private.public.to_bytes().hex(),
                "commitment": "00" * 16,
            }
            state(work, Kind.CIRCLE, fields, signer=own_signer(work))

    def test_a_second_circle_of_a_kind_is_refused(self, organisation: Organisation) -> None:
        fields = {
            "circle": str(uuid4()),
            "circle_kind": CircleKind.STREET.value,
            "base": str(RIVERSIDE),
            "version": 1,
            "public": hpke.generate().public.to_bytes().hex(),
            "commitment": "00" * 16,
        }
        with organisation.writing("supervisor") as work, pytest.raises(KeyRefused):
            state(work, Kind.CIRCLE, fields, signer=own_signer(work))

    def test_an_assignment_certified_in_another_base_opens_nothing_here(
        self, organisation: Organisation, sealed_case: SealedCase
    ) -> None:
        person = admitted(organisation, Role.CASEWORKER, base_id=HILLSIDE, by="othersupervisor")
        with organisation.writing("othersupervisor") as work:
            fields = assignment_of(sealed_case, person, base_id=HILLSIDE)
            state(work, Kind.ASSIGNMENT, fields, signer=own_signer(work))
        with organisation.writing("supervisor") as work:
            folder = make_folder(
                work, FolderKind.PLACEMENTS, base_id=RIVERSIDE, case_id=sealed_case.case_id
            ).id
            held = select(Grant.id).where(Grant.folder_id == folder, Grant.holder_id == person)
            assert work.session.scalars(held).all() == []

    @pytest.mark.parametrize("name", ["field", "technician", "counsellor", "otherfield", "stranger"])
    def test_nobody_is_assigned_whose_stated_role_there_has_no_such_duty(
        self, organisation: Organisation, sealed_case: SealedCase, name: str
    ) -> None:
        person = organisation.ids.get(name, uuid4())
        with organisation.writing("supervisor") as work, pytest.raises(KeyRefused):
            fields = assignment_of(sealed_case, person, base_id=RIVERSIDE)
            state(work, Kind.ASSIGNMENT, fields, signer=own_signer(work))


def assignment_of(case: SealedCase, person_id: UUID, *, base_id: UUID) -> dict[str, object]:
    """Return what is stated of somebody who is put on the case as its caseworker."""
    return {
        "assignment": str(uuid4()),
        "case": str(case.case_id),
        "person": str(person_id),
        "duty": Duty.CASEWORKER.value,
        "base": str(base_id),
    }


def admitted(organisation: Organisation, role: Role, *, base_id: UUID, by: str) -> UUID:
    """Have a supervisor vouch for somebody's keys in their base. Returns the person's id."""
    person_id = uuid4()
    with organisation.writing(by) as work:
        keys = PersonPrivateKeys.generate().public
        state_person(
            work,
            person_id,
            keys,
            key_version=1,
            role=role,
            base_id=base_id,
            flags=frozenset(),
            name="Somebody New",
            signer=own_signer(work),
        )
    return person_id

"""Who may write, approve and take back a consent; what is refused; and that nothing disappears."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.children.children import change_child, editable_child
from app.children.documents import Age
from app.consent.approvals import signed_approval
from app.consent.deciding import SharingVerdict, Way
from app.consent.documents import ConsentTerms, Withholding
from app.consent.gate import sharing_of
from app.consent.known_consents import ConsentState, consents_page
from app.consent.recording import approve_override, ask_to_override, withdraw_consent, write_consent
from app.consent.today import overrides_to_approve
from app.foundation.errors import Conflict, NotAllowedNow, NotVisible, Refused
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.consent_forms import ConsentForm
from app.foundation.vocabulary.sharing_partners import SharedWith
from models.audit_event import AuditEvent
from models.case import Case
from models.child import Child
from models.consent import Consent
from tests.support.consents import consent_in, new_consent, new_override, override_in, take_back
from tests.support.folders import to_write
from tests.support.opened_cases import case_of, child_of, put_at
from tests.support.organisation import Organisation
from tests.support.tampering import flip, put

POLICE = SharedWith.POLICE


@pytest.fixture
def case_id(organisation: Organisation) -> UUID:
    """A case that `caseworker` is assigned to."""
    return case_of(organisation, child_of(organisation))


def verdict(
    organisation: Organisation, case_id: UUID, *, by: str = "caseworker", to: tuple[str, ...] = ()
) -> SharingVerdict:
    with organisation.reading(by) as work:
        child_id = work.session.scalars(select(Case.child_id).where(Case.id == case_id)).one()
        return sharing_of(work, child_id, with_whom=POLICE, recipients=to)


def set_age(organisation: Organisation, case_id: UUID, low: int, high: int) -> None:
    """Let the child of a case be of an age today."""
    with organisation.writing("supervisor") as work:
        child_id = work.session.scalars(select(Case.child_id).where(Case.id == case_id)).one()
        opened = editable_child(work, child_id)
        age = Age(low, high, organisation.clock.now().date())
        change_child(work, child_id, replace(opened.profile, age=age), version=opened.row.version)


class TestWriting:
    def test_the_assigned_caseworker_writes_a_consent_and_it_allows_exactly_that(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        consent_id = consent_in(organisation, case_id)

        found = verdict(organisation, case_id)
        assert (found.allowed_by, found.way) == (consent_id, Way.CONSENT)
        with organisation.reading("caseworker") as work:
            page = consents_page(work, case_id)
        allowed = {kind for kind, each in page.verdicts if each.is_allowed}
        assert allowed == {POLICE}

    @pytest.mark.parametrize("name", ["supervisor", "director"])
    def test_those_above_write_and_read_too(
        self, organisation: Organisation, case_id: UUID, name: str
    ) -> None:
        consent_in(organisation, case_id, by=name)
        assert verdict(organisation, case_id, by=name).is_allowed

    @pytest.mark.parametrize(
        "name",
        ["othercaseworker", "othersupervisor", "field", "counsellor", "technician", "auditor", "otherfield"],
    )
    def test_to_everyone_else_there_is_no_such_case(
        self, organisation: Organisation, case_id: UUID, name: str
    ) -> None:
        with pytest.raises(NotVisible):
            consent_in(organisation, case_id, by=name)
        with pytest.raises(NotVisible), organisation.reading(name) as work:
            consents_page(work, case_id)

    def test_a_caseworker_without_the_assignment_gets_no_permission_from_the_gate(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        consent_in(organisation, case_id)
        assert not verdict(organisation, case_id, by="othercaseworker").is_allowed

    @pytest.mark.parametrize(
        ("options", "reason"),
        [
            ({"not_a_suspect": False}, "consent-from-suspect"),
            ({"given_by": " \u200b "}, "giver-missing"),
            ({"form": ConsentForm.SPOKEN_WITNESSED}, "witness-missing"),
            ({"form": ConsentForm.THROUGH_INTERPRETER}, "witness-missing"),
            ({"shared_with": ()}, "share-missing"),
            ({"what": ""}, "what-missing"),
            ({"withheld": (Withholding(SharedWith.FAMILY, "the stepfather", ""),)}, "why-missing"),
            ({"given_on": date(2026, 11, 3)}, "in-the-future"),
            ({"given_on": date(1826, 11, 3)}, "too-long-ago"),
            ({"basis": ConsentBasis.CHILD}, "basis-not-for-age"),
            ({"basis": ConsentBasis.LEGAL_DUTY}, "basis-not-for-age"),
        ],
    )
    def test_what_is_missing_or_wrong_is_said(
        self, organisation: Organisation, case_id: UUID, options: dict[str, object], reason: str
    ) -> None:
        with pytest.raises(NotAllowedNow) as refusal:
            consent_in(organisation, case_id, new_consent(**options))
        assert refusal.value.reasons == (reason,)

    def test_words_are_kept_clean_of_what_nobody_sees(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        typed = new_consent(what="only\u202e his\u200b name", given_by="  Ming\u2066 Srey ")
        consent_in(organisation, case_id, typed)

        with organisation.reading("caseworker") as work:
            (record,) = consents_page(work, case_id).records
        assert record.known.terms is not None
        assert (record.known.terms.what, record.known.terms.given_by) == ("only his name", "Ming Srey")


class TestAge:
    def test_a_child_of_unknown_age_is_asked_for_as_the_youngest(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        with organisation.reading("caseworker") as work:
            age = consents_page(work, case_id).age
        assert age.years_now is None
        assert ConsentBasis.CAREGIVER in age.bases_on(age.today)

    def test_a_consent_falls_when_the_child_turns_out_older(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        consent_in(organisation, case_id)
        set_age(organisation, case_id, 13, 14)

        assert verdict(organisation, case_id).reasons == ("consent-not-for-age",)
        consent_in(organisation, case_id, new_consent(basis=ConsentBasis.CAREGIVER_AND_WRITTEN_ASSENT))
        assert verdict(organisation, case_id).is_allowed


class TestTakingBack:
    def test_it_allows_nothing_afterwards_and_stays_to_be_read(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        consent_id = consent_in(organisation, case_id)
        take_back(organisation, case_id, consent_id)

        assert verdict(organisation, case_id).reasons == ("consent-withdrawn",)
        with organisation.reading("supervisor") as work:
            (record,) = consents_page(work, case_id).records
        assert record.state is ConsentState.WITHDRAWN
        assert record.known.terms is not None
        assert record.known.terms.withdrawal is not None
        assert record.known.terms.withdrawal.by_whom == "The child"

    def test_taking_it_back_twice_or_from_an_old_page_is_refused(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        consent_id = consent_in(organisation, case_id)
        take_back(organisation, case_id, consent_id)

        with pytest.raises(Conflict), organisation.writing("caseworker") as work:
            withdraw_consent(work, consent_id, version=1, by_whom="The child", why="")
        with pytest.raises(NotAllowedNow), organisation.writing("caseworker") as work:
            withdraw_consent(work, consent_id, version=2, by_whom="The child", why="")

    def test_erasing_the_date_in_the_database_brings_nothing_back(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        consent_id = consent_in(organisation, case_id)
        take_back(organisation, case_id, consent_id)
        put(organisation, Consent, consent_id, withdrawn_at=None)

        assert not verdict(organisation, case_id).is_allowed


class TestOverride:
    def test_it_counts_once_somebody_else_approved_it(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        override_in(organisation, case_id, approved_by=None)
        assert verdict(organisation, case_id).reasons == ("override-waiting",)

        override_id = override_in(organisation, case_id)
        found = verdict(organisation, case_id)
        assert (found.allowed_by, found.way) == (override_id, Way.OVERRIDE)

    def test_a_supervisor_does_not_approve_their_own(self, organisation: Organisation, case_id: UUID) -> None:
        new = new_override()
        with organisation.writing("supervisor") as work:
            ask_to_override(work, case_id, new)
        with pytest.raises(NotAllowedNow, match="own-override"), organisation.writing("supervisor") as work:
            approve_override(work, new.id, version=1)
        with organisation.writing("supervisor2") as work:
            approve_override(work, new.id, version=1)
        assert verdict(organisation, case_id).is_allowed

    @pytest.mark.parametrize(
        ("name", "error"),
        [
            ("caseworker", Refused),
            ("othercaseworker", NotVisible),
            ("othersupervisor", NotVisible),
            ("counsellor", NotVisible),
            ("auditor", NotVisible),
        ],
    )
    def test_others_do_not_approve(
        self, organisation: Organisation, case_id: UUID, name: str, error: type[Exception]
    ) -> None:
        override_id = override_in(organisation, case_id, by="supervisor2", approved_by=None)
        with pytest.raises(error), organisation.writing(name) as work:
            approve_override(work, override_id, version=1)

    def test_an_approval_written_into_the_database_is_worth_nothing(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        override_id = override_in(organisation, case_id, approved_by=None)
        put(organisation, Consent, override_id, overridden_by=organisation.ids["supervisor"])

        assert not verdict(organisation, case_id).is_allowed

    def test_an_approval_sealed_by_who_asked_in_anothers_name_is_worth_nothing(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        """Whoever is assigned to the case holds its key; with the database they change the row to match."""
        consent_id = override_in(organisation, case_id, approved_by=None)
        supervisor = organisation.ids["supervisor"]
        with organisation.writing("caseworker") as work:
            row = work.session.get_one(Consent, consent_id)
            folder = to_write(work, row.folder_id)
            terms = folder.open(ConsentTerms, row.id, row.terms)
            forged = replace(signed_approval(work, folder, row.id, terms), by=supervisor)
            folder.write(row, replace(terms, approval=forged))
            row.overridden_by = supervisor

        assert not verdict(organisation, case_id).is_allowed
        with organisation.writing("supervisor") as work:
            version = work.session.get_one(Consent, consent_id).version
            approve_override(work, consent_id, version=version)
        assert verdict(organisation, case_id).is_allowed

    def test_a_consent_cannot_be_approved_as_an_override(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        consent_id = consent_in(organisation, case_id)
        with pytest.raises(NotAllowedNow), organisation.writing("supervisor") as work:
            approve_override(work, consent_id, version=1)

    def test_it_stands_against_what_was_withheld_before_and_not_against_what_is_withheld_later(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        refused = new_consent(shared_with=(), withheld=(Withholding(POLICE, "", "she is afraid"),))
        consent_in(organisation, case_id, refused)
        organisation.clock.move(timedelta(minutes=1))
        override_in(organisation, case_id)
        assert verdict(organisation, case_id).way is Way.OVERRIDE

        organisation.clock.move(timedelta(minutes=1))
        again = new_consent(id=uuid4(), shared_with=(), withheld=refused.withheld)
        consent_in(organisation, case_id, again)
        assert verdict(organisation, case_id).reasons[0] == "consent-withheld"


class TestSeal:
    def test_a_changed_record_does_not_open_and_stops_sharing_while_the_page_stands(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        damaged = consent_in(organisation, case_id)
        consent_in(organisation, case_id, new_consent(shared_with=(SharedWith.FAMILY,)))
        flip(organisation, Consent, "terms", damaged)

        found = verdict(organisation, case_id)
        assert found.reasons == ("consent-unreadable",)
        with organisation.reading("caseworker") as work:
            states = {record.state for record in consents_page(work, case_id).records}
        assert states == {ConsentState.UNREADABLE, ConsentState.STANDING}
        with organisation.server.store.reading() as session:
            actions = set(session.scalars(select(AuditEvent.action)))
        assert "seal.refused" in actions

    def test_the_trail_names_records_and_never_words(self, organisation: Organisation, case_id: UUID) -> None:
        consent_id = consent_in(organisation, case_id)
        with organisation.server.store.reading() as session:
            bodies = session.scalars(
                select(AuditEvent.body).where(AuditEvent.action == "consent.recorded")
            ).all()
            child_id = session.scalars(select(Child.id)).one()
        assert [str(consent_id) in body and str(child_id) in body for body in bodies] == [True]
        assert "Grandmother" not in bodies[0]


def test_a_consent_is_taken_back_though_its_case_was_closed_and_nothing_is_approved_there(
    organisation: Organisation, case_id: UUID
) -> None:
    consent_id = consent_in(organisation, case_id)
    override_id = override_in(organisation, case_id, approved_by=None)
    put_at(organisation, case_id, "closed")

    with organisation.writing("caseworker") as work:
        withdraw_consent(work, consent_id, version=1, by_whom="The child", why="She is afraid")
    with pytest.raises(NotAllowedNow, match="case-closed"), organisation.writing("supervisor") as work:
        approve_override(work, override_id, version=1)


class TestChangedOutside:
    """A changed row permits nothing, and what it withholds stays withheld."""

    def test_a_withholding_that_the_database_says_was_taken_back_still_withholds(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        consent_in(organisation, case_id)
        withheld = consent_in(
            organisation,
            case_id,
            new_consent(shared_with=(), withheld=(Withholding(POLICE, "", "her uncle is one of them"),)),
        )
        put(organisation, Consent, withheld, withdrawn_at=organisation.clock.now())

        assert verdict(organisation, case_id).reasons == ("consent-unreadable",)

    def test_an_earlier_day_in_the_database_lets_no_override_pass(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        override_in(organisation, case_id)
        organisation.clock.move(timedelta(hours=1))
        withheld = consent_in(
            organisation,
            case_id,
            new_consent(shared_with=(), withheld=(Withholding(POLICE, "", "her uncle is one of them"),)),
        )
        put(organisation, Consent, withheld, written_at=organisation.clock.now() - timedelta(days=2))
        assert not verdict(organisation, case_id).is_allowed

        organisation.clock.move(timedelta(hours=1))
        override_in(organisation, case_id)
        assert verdict(organisation, case_id).is_allowed, (
            "it was approved in spite of what was written before"
        )

    def test_nothing_of_it_is_shown_and_nobody_is_asked_to_approve_it(
        self, organisation: Organisation, case_id: UUID
    ) -> None:
        override_id = override_in(organisation, case_id, approved_by=None)
        put(organisation, Consent, override_id, given_at=organisation.clock.now() - timedelta(days=9))

        with organisation.reading("supervisor") as work:
            (record,) = consents_page(work, case_id).records
            (waiting,) = overrides_to_approve(work)
        assert record.known.is_changed
        assert (record.written_by, record.approved_by, record.may_approve) == ("", "", False)
        assert (waiting.is_changed, waiting.due_at) == (True, None)


def test_an_unknown_case_is_not_there(organisation: Organisation) -> None:
    with pytest.raises(NotVisible), organisation.writing("supervisor") as work:
        write_consent(work, uuid4(), new_consent())

"""What may be shared, decided from any set of records: no order, mixture or later word makes it more than agreed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from app.consent.deciding import KnownConsent, Way, decide
from app.consent.documents import ConsentTerms, OverrideApproval, Withdrawal, Withholding
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.consent_forms import ConsentForm
from app.foundation.vocabulary.sharing_partners import SharedWith

START = datetime(2026, 11, 1, tzinfo=UTC)
WRITER, APPROVER = UUID(int=1), UUID(int=2)
POLICE = SharedWith.POLICE

moments = st.integers(0, 500).map(lambda hours: START + timedelta(hours=hours))
people = st.sampled_from([WRITER, APPROVER, UUID(int=3)])
withholdings = st.builds(
    Withholding,
    kind=st.sampled_from(SharedWith),
    who=st.sampled_from(["", "District police post", "Uncle Vuthy"]),
    why=st.just("said so"),
)
terms_of_any_kind = st.builds(
    ConsentTerms,
    basis=st.sampled_from(ConsentBasis),
    given_at=moments,
    is_time_known=st.booleans(),
    written_by=people,
    shared_with=st.lists(st.sampled_from(SharedWith), max_size=3, unique=True).map(tuple),
    form=st.sampled_from(ConsentForm),
    withheld=st.lists(withholdings, max_size=2).map(tuple),
    not_a_suspect=st.booleans(),
    withdrawal=st.none() | st.builds(Withdrawal, at=moments, recorded_by=people),
    approval=st.none() | st.builds(OverrideApproval, by=people, at=moments),
)
records = st.builds(
    KnownConsent,
    id=st.uuids(version=4),
    written_at=moments,
    terms=st.none() | terms_of_any_kind,
    withdrawn_at=st.none() | moments,
    overridden_by=st.none() | people,
)
recipients = st.lists(
    st.sampled_from(["District Police Post, Daun Penh", "National police", "A service"]), max_size=2
)


def always(_terms: ConsentTerms) -> bool:
    return True


def consent(**options: object) -> KnownConsent:
    """Return a consent to share with police that stands."""
    terms = {
        "basis": ConsentBasis.CAREGIVER,
        "given_at": START,
        "is_time_known": True,
        "written_by": WRITER,
        "shared_with": (POLICE,),
        "not_a_suspect": True,
    }
    return KnownConsent(uuid4(), START, ConsentTerms(**(terms | options)))  # type: ignore[arg-type]  # any of its fields


def override(at: datetime = START + timedelta(hours=1), by: UUID = APPROVER) -> KnownConsent:
    """Return an approved override for police."""
    known = consent(basis=ConsentBasis.LEGAL_DUTY, approval=OverrideApproval(by, at), not_a_suspect=False)
    return KnownConsent(known.id, known.written_at, known.terms, overridden_by=by)


def is_allowed(*known: KnownConsent, recipients: tuple[str, ...] = ()) -> bool:
    return decide(known, with_whom=POLICE, recipients=recipients, fits_age=always).is_allowed


@given(st.lists(records, max_size=4), recipients, st.sampled_from(["row", "terms", "both"]), st.booleans())
def test_what_was_taken_back_never_allows(
    known: list[KnownConsent], to: list[str], where: str, is_override: bool
) -> None:
    whole = override() if is_override else consent()
    assert is_allowed(whole)
    assert whole.terms is not None
    withdrawal = Withdrawal(START, WRITER) if where != "row" else None
    taken_back = replace(
        whole,
        terms=replace(whole.terms, withdrawal=withdrawal),
        withdrawn_at=START if where != "terms" else None,
    )

    verdict = decide([*known, taken_back], with_whom=POLICE, recipients=to, fits_age=always)

    assert not is_allowed(taken_back)
    assert taken_back.id not in verdict.allowing
    assert not {record.id for record in known if record.is_withdrawn} & set(verdict.allowing)


@given(st.lists(withholdings, min_size=1, max_size=3), recipients)
def test_a_withholding_that_was_taken_back_holds_nothing_back(
    withheld: list[Withholding], to: list[str]
) -> None:
    holding = replace(consent(shared_with=(), withheld=tuple(withheld)), withdrawn_at=START)

    assert is_allowed(consent(), holding, recipients=tuple(to))


@given(st.lists(records, max_size=6), recipients)
def test_nothing_is_shared_with_a_kind_nobody_named(known: list[KnownConsent], to: list[str]) -> None:
    verdict = decide(known, with_whom=POLICE, recipients=to, fits_age=always)

    named = {record.id for record in known if record.terms and POLICE in record.terms.shared_with}
    assert set(verdict.allowing) <= named


@given(st.lists(records, max_size=6), recipients)
def test_a_withholding_wins_over_every_consent(known: list[KnownConsent], to: list[str]) -> None:
    withheld = consent(shared_with=(), withheld=(Withholding(POLICE, "", "fear"),))

    verdict = decide([*known, withheld], with_whom=POLICE, recipients=to, fits_age=always)

    assert verdict.way is not Way.CONSENT


@given(st.lists(records, max_size=6))
def test_only_an_override_approved_after_a_withholding_stands_against_it(known: list[KnownConsent]) -> None:
    last = START + timedelta(days=365)
    withheld = KnownConsent(uuid4(), last, consent(withheld=(Withholding(POLICE),)).terms)

    assert not is_allowed(*known, withheld)
    assert is_allowed(*known, withheld, override(at=last + timedelta(seconds=1)))


@given(st.lists(records, max_size=6))
def test_a_record_that_does_not_open_stops_every_consent(known: list[KnownConsent]) -> None:
    verdict = decide(
        [*known, KnownConsent(uuid4(), START, None)], with_whom=POLICE, recipients=(), fits_age=always
    )

    assert verdict.way is not Way.CONSENT


@given(st.lists(records, max_size=6), recipients)
def test_an_override_needs_somebody_else_by_row_and_by_seal(known: list[KnownConsent], to: list[str]) -> None:
    verdict = decide(known, with_whom=POLICE, recipients=to, fits_age=always)

    for record in known:
        if record.id in verdict.allowing and record.terms and record.terms.is_override:
            assert record.terms.approval is not None
            assert record.terms.approval.by == record.overridden_by != record.terms.written_by


@given(st.lists(records, max_size=6), recipients)
def test_the_verdict_names_a_record_or_a_reason_never_both(known: list[KnownConsent], to: list[str]) -> None:
    verdict = decide(known, with_whom=POLICE, recipients=to, fits_age=always)

    assert verdict.is_allowed is not bool(verdict.reasons)
    assert verdict.is_allowed == bool(verdict.allowing)


@given(st.lists(records, max_size=6), recipients, st.randoms())
def test_the_order_of_the_records_changes_nothing(known: list[KnownConsent], to: list[str], chance) -> None:  # type: ignore[no-untyped-def]  # Hypothesis gives a Random
    unique = list({record.id: record for record in known}.values())
    shuffled = list(unique)
    chance.shuffle(shuffled)

    first = decide(unique, with_whom=POLICE, recipients=to, fits_age=always)
    second = decide(shuffled, with_whom=POLICE, recipients=to, fits_age=always)

    assert (first.allowed_by, first.allowing, first.reasons) == (
        second.allowed_by,
        second.allowing,
        second.reasons,
    )


def test_consent_for_police_allows_police() -> None:
    given_one = consent()

    verdict = decide([given_one], with_whom=POLICE, recipients=(), fits_age=always)

    assert (verdict.allowed_by, verdict.way) == (given_one.id, Way.CONSENT)


def test_one_unit_that_is_not_to_be_told_stops_a_share_with_it_and_warns_of_it_elsewhere() -> None:
    given_one = consent(withheld=(Withholding(POLICE, "District police post", "an uncle works there"),))

    assert not is_allowed(given_one, recipients=("District Police Post, Daun Penh",))
    elsewhere = decide([given_one], with_whom=POLICE, recipients=("National police",), fits_age=always)
    assert elsewhere.is_allowed
    assert [item.who for item in elsewhere.cautions] == ["District police post"]


def test_consent_that_does_not_fit_the_age_says_so() -> None:
    verdict = decide([consent()], with_whom=POLICE, recipients=(), fits_age=lambda _terms: False)

    assert verdict.reasons == ("consent-not-for-age",)


def test_consent_without_the_statement_about_suspects_is_worth_nothing() -> None:
    assert not is_allowed(consent(not_a_suspect=False))


def test_an_override_approved_by_its_own_writer_is_worth_nothing() -> None:
    assert is_allowed(override())
    assert not is_allowed(override(by=WRITER))


def test_nothing_recorded_says_that_consent_is_missing() -> None:
    assert decide([], with_whom=POLICE, fits_age=always).reasons == ("consent-missing",)


DAY = timedelta(days=1)


def counted(*known: KnownConsent) -> UUID | None:
    """Return the record that a share with police is based on."""
    return decide(known, with_whom=POLICE, fits_age=always).allowed_by


def test_the_consent_given_last_counts_on_whatever_day_it_was_written_down() -> None:
    older = replace(consent(), written_at=START + 9 * DAY)
    newer = replace(consent(given_at=START + DAY), written_at=START + 2 * DAY)

    assert counted(older, newer) == newer.id


def test_one_given_later_that_does_not_cover_the_purpose_leaves_the_older_one_that_does() -> None:
    older, newest = consent(), consent(given_at=START + DAY, shared_with=(SharedWith.SERVICE,))

    assert counted(older, newest) == older.id


def test_once_the_one_given_last_was_taken_back_the_one_before_it_that_covers_the_purpose_counts() -> None:
    oldest, older = consent(), consent(given_at=START + DAY)
    newest = consent(given_at=START + 2 * DAY, withdrawal=Withdrawal(START + 3 * DAY, WRITER))
    elsewhere = consent(given_at=START + DAY + DAY / 2, shared_with=(SharedWith.SERVICE,))

    assert counted(oldest, older, newest, elsewhere) == older.id
    assert counted(newest, elsewhere) is None
    assert counted(newest, replace(older, withdrawn_at=START + 3 * DAY)) is None

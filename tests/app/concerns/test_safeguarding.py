"""The safeguarding circle is made in its first member's session, and only its members let others in."""

import pytest

from app.concerns.allegation_pages import allegation_page
from app.concerns.safeguarding import (
    admit_to_safeguarding,
    is_member,
    open_circle,
    readers_of_allegations,
    safeguarding_page,
)
from app.foundation.errors import KeyRefused, NoKey, NotAllowedNow, NotVisible
from app.foundation.roles import Flag
from app.keyring.circles import add_member
from app.keyring.known_directory import directory_for
from app.keyring.policy import CircleKind
from app.keyring.root import certifying_signer
from app.keyring.stating import own_signer
from app.staff.accounts import change_flags, disable, own_six_words
from tests.support.concerns import allege, name_for_safeguarding, safeguarding_circle
from tests.support.organisation import Organisation


def six_words_of(organisation: Organisation, name: str) -> str:
    """Return the words a cast member reads from their screen."""
    with organisation.reading(name) as work:
        return " ".join(own_six_words(work))


@pytest.mark.parametrize("name", ["director", "supervisor", "technician", "field", "auditor"])
def test_nobody_opens_it_without_being_named(organisation: Organisation, name: str) -> None:
    with organisation.writing(name) as work, pytest.raises(NotVisible):
        open_circle(work)
    with organisation.reading(name) as work, pytest.raises(NotVisible):
        safeguarding_page(work)


def test_the_first_who_is_named_opens_it_and_is_its_member(organisation: Organisation) -> None:
    name_for_safeguarding(organisation, "auditor")

    with organisation.writing("auditor") as work:
        open_circle(work)

    with organisation.reading("auditor") as work:
        page = safeguarding_page(work)
        assert is_member(work)
    assert (page.is_open, page.is_member, page.needs_second) == (True, True, True)
    assert [member.id for member in page.members] == [organisation.ids["auditor"]]


def test_a_second_who_is_named_cannot_open_another(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    name_for_safeguarding(organisation, "director")

    with organisation.writing("director") as work, pytest.raises(NotAllowedNow, match="safeguarding-open"):
        open_circle(work)


def test_a_member_admits_who_was_named_by_the_words_from_their_screen(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    posted = allege(organisation)
    name_for_safeguarding(organisation, "supervisor")
    words = six_words_of(organisation, "supervisor")

    with organisation.writing("auditor") as work:
        admit_to_safeguarding(work, organisation.ids["supervisor"], f" {words.upper()} ")

    with organisation.reading("supervisor") as work:
        assert allegation_page(work, posted.id).account is not None
        page = safeguarding_page(work)
    assert (len(page.members), page.named, page.needs_second) == (2, (), False)


def test_other_words_admit_nobody(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    name_for_safeguarding(organisation, "supervisor")
    words = six_words_of(organisation, "supervisor2")

    with organisation.writing("auditor") as work, pytest.raises(NotAllowedNow, match="words-differ"):
        admit_to_safeguarding(work, organisation.ids["supervisor"], words)


def test_nobody_is_admitted_who_was_not_named(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    words = six_words_of(organisation, "field")

    with organisation.writing("auditor") as work, pytest.raises(NotAllowedNow, match="not-named"):
        admit_to_safeguarding(work, organisation.ids["field"], words)


@pytest.mark.parametrize("name", ["supervisor", "director"])
def test_who_is_only_named_admits_nobody(organisation: Organisation, name: str) -> None:
    safeguarding_circle(organisation, "auditor")
    name_for_safeguarding(organisation, name)
    words = six_words_of(organisation, name)

    with organisation.writing(name) as work, pytest.raises(NotVisible):
        admit_to_safeguarding(work, organisation.ids[name], words)


@pytest.mark.parametrize("signs", ["as the root", "in their own name"])
def test_a_director_does_not_get_in_past_the_members(organisation: Organisation, signs: str) -> None:
    safeguarding_circle(organisation, "auditor")
    name_for_safeguarding(organisation, "director")

    with organisation.writing("director") as work, pytest.raises((KeyRefused, NoKey)):
        circle = directory_for(work).circle(CircleKind.SAFEGUARDING, None)
        signer = certifying_signer(work) if signs == "as the root" else own_signer(work)
        add_member(work, circle.id, organisation.ids["director"], signer=signer)


def test_who_loses_the_flag_reads_no_more(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor", "supervisor")
    posted = allege(organisation)
    with organisation.writing("director") as work:
        change_flags(work, organisation.ids["supervisor"], frozenset())

    with organisation.reading("supervisor") as work:
        assert not is_member(work)
        with pytest.raises(NotVisible):
            allegation_page(work, posted.id)
        assert readers_of_allegations(work) == [organisation.ids["auditor"]]


def test_when_its_last_member_has_gone_one_who_is_named_takes_it_up(organisation: Organisation) -> None:
    safeguarding_circle(organisation, "auditor")
    before = allege(organisation)
    with organisation.writing("director") as work:
        disable(work, organisation.ids["auditor"])
    name_for_safeguarding(organisation, "supervisor", "supervisor2")

    with organisation.writing("supervisor") as work:
        open_circle(work)
    after = allege(organisation)
    words = six_words_of(organisation, "supervisor2")
    with organisation.writing("supervisor") as work:
        admit_to_safeguarding(work, organisation.ids["supervisor2"], words)
    later = allege(organisation)

    for name, opened in (("supervisor", [False, True, True]), ("supervisor2", [False, False, True])):
        with organisation.reading(name) as work:
            pages = [allegation_page(work, posted.id) for posted in (before, after, later)]
        assert [page.account is not None for page in pages] == opened


def test_being_named_is_a_duty_beside_the_role(organisation: Organisation) -> None:
    name_for_safeguarding(organisation, "field")

    with organisation.reading("field") as work:
        assert work.person.has_flag(Flag.SAFEGUARDING)
        page = safeguarding_page(work)
    assert (page.is_open, page.is_member, len(page.own_words)) == (False, False, 6)

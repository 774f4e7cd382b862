"""Signing off beside a returned assessment."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.foundation.errors import NotAllowedNow
from app.restoration.review_board import review_page
from app.restoration.reviews import ReviewInput, ReviewRemark, sign_off
from tests.app.restoration.test_returns import assess, case_in_restoration, give_back
from tests.support.organisation import Organisation


def test_nothing_is_signed_off_beside_one_that_waits_to_be_scored_again(
    organisation: Organisation,
) -> None:
    """Its scorer writes a plain new assessment instead; the returned one still counts, and waits."""
    case_id = case_in_restoration(organisation)
    first = assess(organisation, case_id, safety=4)
    give_back(organisation, case_id, first)
    organisation.clock.move(timedelta(minutes=1))
    assess(organisation, case_id, safety=4)
    with organisation.writing("supervisor") as work, pytest.raises(NotAllowedNow):
        sign_off(work, case_id, ReviewInput(uuid4(), date(2026, 12, 24), ReviewRemark("", "")))
    with organisation.reading("supervisor") as work:
        (line,) = review_page(work, locale="en").lines
    assert line.waiting is not None

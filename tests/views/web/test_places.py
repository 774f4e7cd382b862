"""Where things are: every kind of record leads to a page, and every topic stands where the rail says."""

from uuid import uuid4

import pytest
from flask import url_for

from app.rooms import KIND_PAGES, PLACES, TOPICS
from tests.support.organisation import Organisation
from views.audit.words import fact_words
from views.web.places import page_of


@pytest.mark.parametrize("kind", KIND_PAGES)
def test_every_kind_of_record_leads_to_a_page_that_is_there(organisation: Organisation, kind: str) -> None:
    with organisation.app.test_request_context():
        assert page_of(kind, uuid4())


def test_a_kind_nobody_knows_leads_nowhere(organisation: Organisation) -> None:
    with organisation.app.test_request_context():
        assert page_of("of-another-version", uuid4()) == ""


def test_every_topic_is_there_and_stands_below_a_place_of_the_rail(organisation: Organisation) -> None:
    assert TOPICS.keys() <= organisation.app.blueprints.keys()
    assert {topic.within for topic in TOPICS.values()} <= {"", *(place.key for place in PLACES)}
    with organisation.app.test_request_context():
        assert all(url_for(place.endpoint) for place in PLACES)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("page", "placements.show_placements", "page: Where the child lives (placements.show_placements)"),
        ("after", "low", "after: Low"),
        ("flags", "clinical_lead,no_such_flag", "duties: Clinical lead, no_such_flag"),
        ("flags", "", "duties: "),
        ("sha256", "0123456789abcdef", "file: 0123456789ab"),
        ("of_another_version", "7", "of_another_version: 7"),
    ],
)
@pytest.mark.parametrize("language", ["en", "km"])
def test_a_fact_is_told_in_words_where_there_are_any(
    organisation: Organisation, name: str, value: str, told: str, language: str
) -> None:
    with organisation.app.test_request_context(headers={"Accept-Language": language}):
        (said,) = fact_words([(name, value)])

    assert "\n" not in said, "an empty value is not the heading of the catalogue"
    assert said == told or language == "km"

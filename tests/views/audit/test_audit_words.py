"""Every event of the trail is told in words; one that this version does not know, by its code."""

from tests.support.organisation import Organisation
from views.audit.words import action_words


def test_an_action_of_another_version_is_told_by_its_code(organisation: Organisation) -> None:
    with organisation.app.test_request_context():
        assert action_words("concern.posted") == "raised a concern"
        assert action_words("of.another.version") == "of.another.version"

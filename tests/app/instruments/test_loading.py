"""Instruments are loaded strictly, and the shipped ones say and trigger what the field needs."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.foundation.pack_files import BadPack, Review
from app.foundation.vocabulary.urgencies import Urgency
from app.instruments.loading import (
    SHIPPED_PACKS,
    load_assessment,
    load_instrument,
    load_screening,
    read_instrument,
)
from app.outreach.signs import STREET_PACK, STREET_VERSION
from app.restoration.assessments import PACK_ID, PACK_VERSION

STREET = load_screening(STREET_PACK, STREET_VERSION)
RESTORATION = load_assessment(PACK_ID, PACK_VERSION)

RELEASED = {
    ("street", 1): "c444a183167f1657ee7e1d8077e2cfd1758795af08480bdfb71442ad0ce865b8",
    ("street", 2): "b966970fe5e99eef5ed57d412fc8aaee0a12dc2475c298ff36f6362d77fd63c9",
    ("street", 3): "8a4c9035d75b50c0a4335b77cf2b3404ef72ea1c2a973329e1064e45c5f4a9a2",
    ("restoration-core", 1): "28359fa1f532a727346f9b20d1c643784c8220da52a0e6d0bf6a9dd9fb36d7d2",
}
"""Versions that records were written with: what they asked is never changed."""


def content_of(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((SHIPPED_PACKS / name).read_text(encoding="utf-8"))
    return content


def rules_for(**answers: str) -> set[str]:
    return {rule.id for rule in STREET.rules_met(answers)}


class TestTheStreetChecklist:
    def test_speaks_english_and_draft_khmer(self) -> None:
        assert STREET.locales == ("en", "km")
        assert STREET.km_review is Review.DRAFT
        assert all(item.label.in_locale("km") != item.label.in_locale("en") for item in STREET.items)

    def test_asks_the_fifteen_street_signs_and_the_twelve_signs_of_grooming(self) -> None:
        counts = {section.id: len(section.items) for section in STREET.sections}
        assert counts == {"safety": 6, "street": 15, "grooming": 12}

    @pytest.mark.parametrize("sign", ["sexual_abuse_now", "named_buyer", "showing_sexual_content"])
    @pytest.mark.parametrize("answer", ["seen", "told"])
    def test_alerts_the_supervisor_at_once_for_current_sexual_abuse(self, sign: str, answer: str) -> None:
        met = {rule.id: rule for rule in STREET.rules_met({sign: answer})}
        assert met["current_sexual_abuse"].urgency is Urgency.NOW

    def test_alerts_the_supervisor_at_once_when_one_adult_controls_several_children(self) -> None:
        assert "one_adult_several_children" in rules_for(one_adult_controls_several="told")
        assert "one_adult_several_children_signs" in rules_for(
            unrelated_children_one_adult="seen", hands_over_earnings="seen"
        )

    def test_does_not_take_several_children_with_one_adult_alone_as_trafficking(self) -> None:
        assert rules_for(unrelated_children_one_adult="seen") == set()

    def test_takes_not_known_as_no_sign(self) -> None:
        assert rules_for(sexual_abuse_now="not_known") == set()

    def test_starts_the_medical_clock_of_72_hours(self) -> None:
        (clock,) = [
            rule.clock_hours
            for rule in STREET.rules_met({"sexual_abuse_within_72_hours": "told"})
            if rule.clock_hours
        ]
        assert clock == 72

    def test_never_alerts_by_counting_signs(self) -> None:
        harmless = (
            "late_or_school_hours",
            "injury_hunger_sedation",
            "cannot_name_home_or_school",
            "family_debt",
        )
        assert rules_for(**dict.fromkeys(harmless, "seen")) == set()

    @pytest.mark.parametrize("answers", [{"no_such_item": "seen"}, {"named_buyer": "maybe"}])
    def test_refuses_an_answer_it_never_asked_for(self, answers: dict[str, str]) -> None:
        with pytest.raises(BadPack):
            STREET.rules_met(answers)


class TestTheRestorationReview:
    def test_looks_at_eight_domains(self) -> None:
        assert [domain.id for domain in RESTORATION.domains] == [
            "safety",
            "justice_and_legal",
            "physical_health",
            "emotional_wellbeing",
            "trusted_relationships",
            "education_and_life_skills",
            "caregiver_capacity",
            "basic_needs_and_livelihood",
        ]

    def test_describes_each_score_of_each_domain_differently(self) -> None:
        texts = [
            domain.anchor(score).in_locale(locale)
            for domain in RESTORATION.domains
            for score in (1, 2, 3, 4)
            for locale in ("en", "km")
        ]
        assert len(set(texts)) == 8 * 4 * 2

    def test_is_due_at_intake_at_six_months_and_then_yearly(self) -> None:
        assert RESTORATION.due_months == (0, 6, 12)
        assert RESTORATION.then_every_months == 12
        assert RESTORATION.domain("safety").title.in_locale("en") == "Safety"
        with pytest.raises(BadPack, match="no domain"):
            RESTORATION.domain("luck")

    def test_says_that_it_is_no_validated_scale(self) -> None:
        assert "not a validated scale" in RESTORATION.purpose.in_locale("en")


class TestLoading:
    def test_gives_the_same_hash_for_the_same_content_and_another_for_a_changed_word(self) -> None:
        content = content_of(f"{STREET_PACK}-v{STREET_VERSION}.json")
        respaced = json.dumps(content, indent=7, sort_keys=True)
        assert read_instrument(respaced, name="respaced").sha256 == STREET.sha256
        content["title"]["en"] += "!"
        assert read_instrument(json.dumps(content), name="changed").sha256 != STREET.sha256

    def test_falls_back_to_english_for_a_language_the_pack_lacks(self) -> None:
        assert STREET.title.in_locale("fr_FR") == STREET.title.in_locale("en")
        assert STREET.title.in_locale("km_KH") == STREET.title.in_locale("km")

    @pytest.mark.parametrize(
        ("damage", "message"),
        [
            (lambda pack: pack.update(surprise=1), "surprise"),
            (lambda pack: pack.pop("purpose"), "purpose"),
            (lambda pack: pack["title"].pop("km"), "en, km"),
            (lambda pack: pack["title"].update(km=" "), "empty"),
            (lambda pack: pack.update(version="1"), "expected int"),
            (lambda pack: pack.update(sections="safety"), "expected a list"),
            (lambda pack: pack["triage"][0].update(urgency="soon"), "soon"),
            (lambda pack: pack["triage"][0]["when_all"][0].append("ghost"), "ghost"),
            (lambda pack: pack["sections"][0]["items"].append(pack["sections"][1]["items"][0]), "twice"),
            (lambda pack: pack.update(kind="quiz"), "kind"),
            (lambda pack: pack.update(locales=["km"]), "locales"),
        ],
    )
    def test_names_what_is_wrong_with_a_damaged_checklist(self, damage: Any, message: str) -> None:
        content = content_of("street-v1.json")
        damage(content)
        with pytest.raises(BadPack, match=message):
            read_instrument(json.dumps(content), name="street-v1.json")

    def test_wants_each_score_from_one_to_four(self) -> None:
        content = content_of("restoration-core-v1.json")
        content["domains"][0]["anchors"].pop()
        with pytest.raises(BadPack, match="1 to 4"):
            read_instrument(json.dumps(content), name="restoration-core-v1.json")

    def test_reads_a_licensed_instrument_from_the_organisations_own_folder(self, tmp_path: Path) -> None:
        content = content_of("street-v1.json") | {"id": "licensed", "version": 3}
        (tmp_path / "licensed-v3.json").write_text(json.dumps(content), encoding="utf-8")
        assert load_instrument("licensed", 3, folder=tmp_path).version == 3

    def test_refuses_a_file_that_is_another_pack_than_it_says(self, tmp_path: Path) -> None:
        (tmp_path / "street-v2.json").write_text(json.dumps(content_of("street-v1.json")), encoding="utf-8")
        with pytest.raises(BadPack, match="says it is street v1"):
            load_instrument("street", 2, folder=tmp_path)

    @pytest.mark.parametrize("pack_id", ["../street", "street/../street", "", "Street", "nothing-here"])
    def test_never_leaves_the_folder(self, pack_id: str) -> None:
        with pytest.raises(BadPack):
            load_instrument(pack_id, 1)

    def test_does_not_take_one_kind_for_the_other(self) -> None:
        with pytest.raises(BadPack, match="not a screening"):
            load_screening("restoration-core", 1)
        with pytest.raises(BadPack, match="not a review"):
            load_assessment("street", 1)

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"kind": "screening", "kind": "screening"}'])
    def test_says_so_when_it_is_no_pack_at_all(self, text: str) -> None:
        with pytest.raises(BadPack):
            read_instrument(text, name="odd.json")


class TestAListThatNobodyCouldAnswer:
    """A checklist is bounded, and faults are named one by one, so that a page made of it stays usable."""

    def content(self, **changes: Any) -> str:
        return json.dumps(content_of("street-v3.json") | changes)

    def test_two_thousand_items_are_refused(self) -> None:
        label = {"en": "a sign", "km": "សញ្ញា"}
        items = [{"id": f"sign_{number}", "label": label} for number in range(2000)]
        sections = [*content_of("street-v3.json")["sections"], {"id": "more", "title": label, "items": items}]
        with pytest.raises(BadPack, match="at most 200 items, and this one has 2033"):
            read_instrument(self.content(sections=sections), name="long.json")

    def test_a_list_that_is_never_asked_again_is_refused(self) -> None:
        with pytest.raises(BadPack, match="at least 1"):
            read_instrument(self.content(repeat_every_months=0), name="never.json")

    def test_a_rule_that_names_an_unknown_item_is_refused(self) -> None:
        rule = content_of("street-v3.json")["triage"][0] | {"when_all": [["no_such_item"]]}
        with pytest.raises(BadPack, match="no_such_item"):
            read_instrument(self.content(triage=[rule]), name="odd.json")

    def test_an_item_without_its_khmer_is_refused(self) -> None:
        content = content_of("street-v3.json")
        del content["sections"][0]["items"][0]["label"]["km"]
        with pytest.raises(BadPack, match="km"):
            read_instrument(json.dumps(content), name="half.json")

    def test_the_list_of_screenings_asks_the_same_as_on_the_street_and_tells_heard_from_told(self) -> None:
        before, now = content_of("street-v2.json"), content_of("street-v3.json")
        assert (before["sections"], before["triage"]) == (now["sections"], now["triage"])
        assert [answer["code"] for answer in now["answers"]] == ["seen", "heard", "told", "not_known"]


class TestVersions:
    @pytest.mark.parametrize(("pack_id", "version"), RELEASED)
    def test_what_a_released_version_asked_stays_as_it_was(self, pack_id: str, version: int) -> None:
        assert load_instrument(pack_id, version).sha256 == RELEASED[pack_id, version]

    @pytest.mark.parametrize(("pack_id", "newest"), [(STREET_PACK, STREET_VERSION), (PACK_ID, PACK_VERSION)])
    def test_a_version_with_better_khmer_asks_and_counts_the_same(self, pack_id: str, newest: int) -> None:
        before, now = (content_of(f"{pack_id}-v{version}.json") for version in (newest - 1, newest))
        assert _without_khmer(before) | {"version": newest} == _without_khmer(now)
        assert before != now


def _without_khmer(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _without_khmer(part) for key, part in content.items() if key != "km"}
    return [_without_khmer(part) for part in content] if isinstance(content, list) else content

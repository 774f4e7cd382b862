"""The Cambodia pack holds what a base needs, and a damaged pack is refused with the reason."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.bases.pack import SHIPPED_PACKS, UnknownArea, load_pack, shipped_packs
from app.foundation.pack_files import BadPack, Review
from app.foundation.vocabulary.consent_bases import ConsentBasis
from app.foundation.vocabulary.risks import CONTACT_EVERY, RESPOND_WITHIN, Risk
from app.foundation.vocabulary.urgencies import ACKNOWLEDGE_WITHIN, Urgency

CAMBODIA = load_pack("cambodia")


class TestAreas:
    def test_holds_every_province_district_and_commune(self) -> None:
        assert Counter(area.level for area in CAMBODIA.areas.values()) == {1: 25, 2: 210, 3: 1661}

    def test_finds_a_sangkat_of_phnom_penh_and_what_it_lies_in(self) -> None:
        path = CAMBODIA.path_to("120101")
        assert [area.code for area in path] == ["12", "1201", "120101"]
        assert [area.name.in_locale("en") for area in path] == ["Phnom Penh", "Chamkar Mon", "Tonle Basak"]
        assert path[-1].name.in_locale("km") == "ទន្លេបាសាក់"

    def test_lists_the_khans_of_phnom_penh_and_the_provinces(self) -> None:
        assert [area.code for area in CAMBODIA.children_of("12")][:2] == ["1201", "1202"]
        assert len(CAMBODIA.children_of("12")) == 14
        assert len(CAMBODIA.children_of(None)) == 25
        assert CAMBODIA.children_of("120101") == ()

    def test_keeps_the_leading_zero_of_a_code(self) -> None:
        assert CAMBODIA.area("01").name.in_locale("en") == "Banteay Meanchey"

    @pytest.mark.parametrize("code", ["1", "99", "12010101", ""])
    def test_says_so_when_there_is_no_such_area(self, code: str) -> None:
        with pytest.raises(UnknownArea):
            CAMBODIA.area(code)
        with pytest.raises(UnknownArea):
            CAMBODIA.children_of(code)

    def test_names_its_source(self) -> None:
        text = (SHIPPED_PACKS / "cambodia-areas.json").read_text(encoding="utf-8")
        assert "Ministry of Economy and Finance" in text


class TestRules:
    def test_gives_the_three_numbers_to_call(self) -> None:
        assert [number.number for number in CAMBODIA.numbers] == ["1288", "1280", "117"]

    @pytest.mark.parametrize(
        ("age", "basis"),
        [
            (None, ConsentBasis.CAREGIVER),
            (0, ConsentBasis.CAREGIVER),
            (5, ConsentBasis.CAREGIVER),
            (6, ConsentBasis.CAREGIVER_AND_SPOKEN_ASSENT),
            (14, ConsentBasis.CAREGIVER_AND_WRITTEN_ASSENT),
            (15, ConsentBasis.CHILD),
            (17, ConsentBasis.CHILD),
            (18, ConsentBasis.ADULT),
            (70, ConsentBasis.ADULT),
        ],
    )
    def test_asks_consent_by_age_and_takes_an_unknown_age_as_the_youngest(
        self, age: int | None, basis: ConsentBasis
    ) -> None:
        assert CAMBODIA.consent_band(age).bases[0] is basis

    def test_ships_the_clocks_that_are_the_default_everywhere(self) -> None:
        assert {urgency: CAMBODIA.acknowledge_within(urgency) for urgency in Urgency} == dict(
            ACKNOWLEDGE_WITHIN
        )
        for risk, within in RESPOND_WITHIN.items():
            clock = CAMBODIA.risk_clock(risk)
            assert clock is not None
            assert timedelta(hours=clock.respond_hours) == within
            assert timedelta(days=clock.contact_days) == CONTACT_EVERY[risk]
        assert CAMBODIA.risk_clock(Risk.NONE) is None

    def test_knows_whom_to_turn_to_above_each_body(self) -> None:
        assert CAMBODIA.body("ahtjp_municipal").escalates_to == ("ahtjp_national",)
        assert CAMBODIA.body("prosecutor").escalates_to == ("prosecutor_general",)
        with pytest.raises(BadPack):
            CAMBODIA.body("nobody")

    def test_no_ladder_of_bodies_goes_round_in_a_circle(self) -> None:
        def climb(body_id: str, below: tuple[str, ...]) -> None:
            assert body_id not in below
            for above in CAMBODIA.body(body_id).escalates_to:
                climb(above, (*below, body_id))

        for body in CAMBODIA.bodies:
            climb(body.id, ())

    def test_counts_weekends_and_the_bases_own_holidays_as_days_off(self) -> None:
        friday, saturday = date(2026, 11, 6), date(2026, 11, 7)
        assert CAMBODIA.calendar.is_working_day(friday)
        assert not CAMBODIA.calendar.is_working_day(saturday)
        assert not CAMBODIA.calendar.is_working_day(friday, holidays=frozenset({friday}))

    def test_speaks_both_languages_and_says_that_khmer_is_a_draft(self) -> None:
        assert (CAMBODIA.label("en"), CAMBODIA.label("km")) == ("Cambodia", "កម្ពុជា")
        assert CAMBODIA.km_review is Review.DRAFT


class TestLoading:
    def test_lists_the_shipped_packs(self) -> None:
        assert shipped_packs() == ("cambodia",)

    def test_takes_several_packs_from_another_folder(self, tmp_path: Path) -> None:
        write_pack(tmp_path, id="elsewhere", areas_file="elsewhere-areas.json")
        write_areas(tmp_path, "elsewhere-areas.json", [["01", "North", "ខាងជើង"]])
        write_pack(tmp_path)
        assert shipped_packs(folder=tmp_path) == ("cambodia", "elsewhere")
        elsewhere = load_pack("elsewhere", folder=tmp_path)
        assert elsewhere.area("01").name.in_locale("en") == "North"
        assert elsewhere.sha256 != CAMBODIA.sha256

    def test_its_hash_covers_the_areas(self, tmp_path: Path) -> None:
        write_pack(tmp_path)
        write_areas(tmp_path, "cambodia-areas.json", [["12", "Phnom Penh", "ភ្នំពេញ"]])
        assert load_pack("cambodia", folder=tmp_path).sha256 != CAMBODIA.sha256

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"surprise": 1}, "surprise"),
            ({"adult_from": "18"}, "expected int"),
            ({"time_zone": "Asia/Nowhere"}, "time zone"),
            ({"urgency_clocks": []}, "every urgency"),
            ({"risk_clocks": []}, "every risk"),
            ({"consent_bands": []}, "consent bands"),
            ({"languages": ["xxx"]}, "xxx"),
            (
                {
                    "bodies": [
                        {"id": "a", "kind": "police", "label": {"en": "A", "km": "ក"}, "escalates_to": ["b"]}
                    ]
                },
                "b",
            ),
            ({"areas_file": "missing.json"}, "no pack missing.json"),
            ({"id": "another"}, "says it is another"),
        ],
    )
    def test_names_what_is_wrong_with_a_damaged_pack(
        self, tmp_path: Path, change: dict[str, Any], message: str
    ) -> None:
        write_pack(tmp_path, file_name="cambodia.json", **change)
        with pytest.raises(BadPack, match=message):
            load_pack("cambodia", folder=tmp_path)

    @pytest.mark.parametrize(
        "rows",
        [
            [["1201", "Chamkar Mon", "ចំការមន"]],
            [["12", "Phnom Penh", "ភ្នំពេញ"], ["12", "Phnom Penh", "ភ្នំពេញ"]],
            [["12", "Phnom Penh"]],
            [["1", "Phnom Penh", "ភ្នំពេញ"]],
            [["AB", "Phnom Penh", "ភ្នំពេញ"]],
        ],
        ids=["homeless", "double", "nameless", "short", "letters"],
    )
    def test_refuses_areas_that_do_not_make_a_tree(self, tmp_path: Path, rows: list[list[str]]) -> None:
        write_pack(tmp_path)
        write_areas(tmp_path, "cambodia-areas.json", rows)
        with pytest.raises(BadPack, match="area"):
            load_pack("cambodia", folder=tmp_path)


def write_pack(folder: Path, *, file_name: str = "", **change: Any) -> None:
    content = json.loads((SHIPPED_PACKS / "cambodia.json").read_text(encoding="utf-8")) | change
    path = folder / (file_name or f"{content['id']}.json")
    path.write_text(json.dumps(content), encoding="utf-8")
    areas = folder / "cambodia-areas.json"
    if not areas.exists():
        areas.write_bytes((SHIPPED_PACKS / "cambodia-areas.json").read_bytes())


def write_areas(folder: Path, name: str, rows: list[list[str]]) -> None:
    content = json.loads((SHIPPED_PACKS / "cambodia-areas.json").read_text(encoding="utf-8"))
    (folder / name).write_text(json.dumps(content | {"areas": rows}), encoding="utf-8")

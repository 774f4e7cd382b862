"""Spellings of one name share a key, in either script; different names keep theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from app.name_matching.folding import khmer_key, latin_key, name_keys, name_words
from app.name_matching.titles import without_titles

ONE_NAME_EACH = [
    "Sophea Sophia Sopeah Shopea Sofia SOPHEA",
    "Dara Daara dara",
    "Chan Chann Jan",
    "Ly Lee Li Ley",
    "Srey Srei Sray",
    "Vuthy Vuthi Wuthey Vutthy",
    "Soeun Seun Soeurn",
    "Sok Sokh Sock",
    "Pov Pao Pau",
    "Theary Theari Thiary",
    "Chhay Chhai Chay",
    "Thida Thyda Tida",
    "Davy Davi Davey",
    "Phirun Phiroun Firun",
    "Chanthou Chanthu Chantoo",
    "Nhem Nyem Gnem",
    "Sovann Sovan",
    "Kheav Khiev",
    "P'heap Pheap Pʼheap",
    "Ros Ro",
]

SAME_IN_BOTH_SCRIPTS = (
    "សុខ Sok · ដារា Dara · សោភា Sophea · សុភាព Sopheap · វណ្ណា Vanna · ចន្ទ Chan · ចាន់ Chan · រិទ្ធី Rithy · "
    "វុទ្ធី Vuthy · បុប្ផា Bopha · ស្រីនាង Sreyneang · ស្រីមុំ Sreymom · ស្រីពៅ Sreypov · សុវណ្ណ Sovann · "
    "រតនា Ratana · ធីតា Thida · ដាវី Davy · កញ្ញា Kanha · មករា Makara · សម្បត្តិ Sambath · ចន្ធូ Chanthou · "
    "ភិរុណ Phirun · ធារី Theary · ហេង Heng · លី Ly · គឹម Kim · ស៊ីណា Sina · សុផល Sophal · ផល្លា Phalla · "
    "សុធា Sothea · មុនី Muny · បូរី Borey · សំណាង Samnang · កុសល Kosal · សុជាតា Socheata · ពេជ្រ Pich · "
    "រស្មី Reaksmey · ម៉ាលី Maly · លីណា Lina · ណារី Nary · ចំរើន Chamroeun · ជ័យ Chey · វង្ស Vong · កែវ Keo · "
    "ឈុន Chhun · ប្រាក់ Prak · ម៉ៅ Mao · អ៊ុក Ouk · ឯម Em · ទេព Tep · ព្រំ Prum · ជា Chea · តាំង Tang · ឃុន Khun"
)
PAIRS = [tuple(pair.split()) for pair in SAME_IN_BOTH_SCRIPTS.split(" · ")]


@pytest.mark.parametrize("spellings", ONE_NAME_EACH)
def test_usual_spellings_of_a_name_share_a_key(spellings: str) -> None:
    assert len({latin_key(name) for name in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sophea", "Sopheap"),
        ("Dara", "Tara"),
        ("Sok", "Sum"),
        ("Lina", "Lena"),
        ("Bopha", "Pov"),
        ("Chan", "Chhun"),
    ],
)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert latin_key(one) != latin_key(other)


@pytest.mark.parametrize(("khmer", "latin"), [pair for pair in PAIRS if pair[1] != "Prum"])
def test_a_name_in_khmer_script_has_the_key_of_its_romanised_form(khmer: str, latin: str) -> None:
    assert khmer_key(khmer) == latin_key(latin)


@pytest.mark.parametrize(
    ("khmer", "latin"),
    [("វិចិត្រ", "Vichet"), ("ពិសិដ្ឋ", "Piseth"), ("វាសនា", "Veasna"), ("សុគន្ធា", "Sokunthea"), ("ឧត្តម", "Oudom")],
)
def test_where_sound_and_letters_part_the_keys_are_still_close(khmer: str, latin: str) -> None:
    assert fuzz.ratio(khmer_key(khmer), latin_key(latin)) >= 75


def test_the_same_khmer_word_in_another_encoding_has_the_same_key() -> None:
    assert khmer_key("ស\u17b8\u17d2រនាង") == khmer_key("ស\u17d2រ\u17b8នាង")
    assert khmer_key("ស\u17bb\u17b8ណា") == khmer_key("ស\u17ca\u17b8ណា")
    assert khmer_key("សុ\u200bខ") == khmer_key("សុខ")


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Ming Sophea", "Sophea"),
        ("bong Dara", "Dara"),
        ("Yeay Chan", "Chan"),
        ("មីង សោភា", "សោភា"),
        ("Lok Ta Kosal", "Kosal"),
        ("Mr. Sok", "Sok"),
    ],
)
def test_kin_terms_and_titles_are_no_names(called: str, name: str) -> None:
    assert name_keys(called) == name_keys(name)


def test_somebody_known_only_by_a_kin_term_keeps_it() -> None:
    assert without_titles(("ming",)) == ("ming",)
    assert name_keys("Yeay") == name_keys("Yey") != ()


def test_words_are_told_apart_at_hyphens_and_points_but_not_at_apostrophes() -> None:
    assert name_words("Sok-Dara (Tee).") == ("sok", "dara", "tee")
    assert name_words("Ra'ni") == ("rani",)


def test_names_of_the_sister_bases_have_keys_too() -> None:
    assert latin_key("Anita Đỗ") == latin_key("anita do")
    assert name_keys("अनिता") == name_words("अनिता") == ("अनिता",)
    assert name_keys("123") == ("123",)
    assert name_keys(" . ") == ()


@given(st.text(max_size=30))
def test_any_text_has_words_and_each_word_a_key(text: str) -> None:
    assert all(name_keys(text))
    assert name_words(" ".join(name_words(text))) == name_words(text)

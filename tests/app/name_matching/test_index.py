"""The index finds people despite slips, spellings and scripts, and shows nobody outside the scope."""

import random
import string
from uuid import UUID

import pytest

from app.name_matching.index import Match, NameEntry, NameIndex

FAMILY = (
    "Chan Chea Chhim Chhun Eang Hak Hang Heng Hor Huy Keo Khat Khiev Khun Kim Kong Lay Leang Lim Long Ly Mao Mean "
    "Meas Men Nhem Nuon Ouk Pich Phan Pok Prak Ros Sam San Say Seng Sin Sok Som Suon Tan Tep Thach Touch Ung Vong Yin"
).split()
STARTS = "Bo Chan Da Ka Ko Kun La Ma Mo Na Phi Pi Ra Rath Rith Sam Sa So Sok Soph Su Tha Thi Va Vi Visal Vu".split()
ENDS = "dara chea heap kanha lin ly mean mony na nang neth ny pheap phy reth rin roth sal seth ta theary vy".split()


def everybody(count: int) -> list[NameEntry]:
    """Return made-up people, each with a name of their own."""
    chance = random.Random(20260411)
    names: dict[str, None] = {}
    while len(names) < count:
        given = chance.choice(STARTS) + chance.choice(["", "", *ENDS]) + chance.choice(ENDS)
        names[f"{chance.choice(FAMILY)} {given}"] = None
    return [NameEntry(UUID(int=number + 1), (name,)) for number, name in enumerate(names)]


def with_one_slip(word: str, chance: random.Random) -> str:
    """Return the word with one letter put in, left out, mistaken or swapped with its neighbour."""
    at = chance.randrange(len(word))
    letter = chance.choice(string.ascii_lowercase)
    swapped = (
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at else word[1] + word[0] + word[2:]
    )
    return chance.choice(
        [
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            swapped,
        ]
    )


PEOPLE = everybody(5_000)
INDEX = NameIndex.build(PEOPLE)


def found(index: NameIndex, query: str, *, limit: int = 10) -> list[UUID]:
    return [match.subject for match in index.search(query, limit=limit, allowed=None)]


def index_of(*forms_of_people: tuple[str, ...]) -> NameIndex:
    return NameIndex.build(
        NameEntry(UUID(int=number), forms) for number, forms in enumerate(forms_of_people, start=1)
    )


class TestRecall:
    def test_finds_each_of_five_thousand_by_the_full_name_first(self) -> None:
        chance = random.Random(1)
        for person in chance.sample(PEOPLE, 200):
            (best, *_) = INDEX.search(person.forms[0], limit=10, allowed=None)
            assert best == Match(person.subject, 100, person.forms[0])

    def test_finds_a_name_with_one_slip_among_the_first_ten_of_five_thousand(self) -> None:
        chance = random.Random(2)
        missed = []
        for person in chance.sample(PEOPLE, 300):
            family, given = person.forms[0].split()
            query = f"{family} {with_one_slip(given.lower(), chance)}"
            if person.subject not in found(INDEX, query):
                missed.append((person.forms[0], query))
        assert missed == []

    def test_finds_a_single_name_of_four_letters_or_more_with_one_slip(self) -> None:
        chance = random.Random(3)
        people = one_person_a_name(5_000)
        index = NameIndex.build(people)
        missed = []
        for person in chance.sample(people, 300):
            query = with_one_slip(person.forms[0].lower(), chance)
            if person.subject not in found(index, query):
                missed.append((person.forms[0], query))
        assert missed == []

    def test_finds_the_name_whichever_word_comes_first(self) -> None:
        for person in random.Random(4).sample(PEOPLE, 100):
            family, given = person.forms[0].split()
            assert found(INDEX, f"{given} {family}")[0] == person.subject


def one_person_a_name(count: int) -> list[NameEntry]:
    """Return people of one name each, all different and of four letters or more."""
    chance = random.Random(5)
    syllables = [
        c + v for c in "s k d t p ch r l m n sr v b y h th kh ph".split() for v in "a i o u ea ou ey".split()
    ]
    names: dict[str, None] = {}
    while len(names) < count:
        name = "".join(chance.choices(syllables, k=chance.choice([2, 3, 3]))) + chance.choice(
            ["", "n", "ng", "th", "k"]
        )
        if len(name) >= 4:
            names[name.capitalize()] = None
    return [NameEntry(UUID(int=number + 1), (name,)) for number, name in enumerate(names)]


class TestSpellingsAndScripts:
    @pytest.mark.parametrize(
        "query",
        [
            "Sophia",
            "sopeah",
            "Sok Sofia",
            "សោភា",
            "សុខ សោភា",
            "Ming Sophea",
            "soph",
            "Sophea Sok",
            "soksophea",
        ],
    )
    def test_finds_one_person_by_many_ways_of_writing(self, query: str) -> None:
        index = index_of(("Sok Sophea",), ("Chan Dara",), ("Ly Bopha",))
        assert found(index, query) == [UUID(int=1)]

    def test_finds_a_romanised_query_among_names_in_khmer_script(self) -> None:
        index = index_of(("សុខ ដារា",), ("ចាន់ បុប្ផា",))
        (match,) = index.search("Bopha", limit=5, allowed=None)
        assert (match.subject, match.form) == (UUID(int=2), "ចាន់ បុប្ផា")

    def test_finds_two_words_written_as_one_form(self) -> None:
        assert found(index_of(("Sokdara",), ("Chenda",)), "Sok Dara") == [UUID(int=1)]

    def test_tells_which_form_matched_best(self) -> None:
        (match,) = index_of(("Sok Dara", "Tee", "សុខ ដារា")).search("tee", limit=5, allowed=None)
        assert match == Match(UUID(int=1), 100, "Tee")

    def test_ranks_the_spelling_asked_for_above_others_that_sound_alike(self) -> None:
        index = index_of(("Sophia",), ("Sopeah",), ("Sophea",))
        assert found(index, "Sophea")[0] == UUID(int=3)

    def test_ranks_the_whole_name_above_a_part(self) -> None:
        assert found(index_of(("Dara Sok Heng",), ("Dara",)), "Dara") == [UUID(int=2), UUID(int=1)]

    def test_finds_half_a_name_when_the_whole_is_not_there(self) -> None:
        assert found(index_of(("Chanthou",), ("Bopha",)), "Meas Chanthou") == [UUID(int=1)]

    @pytest.mark.parametrize("query", ["", "   ", "...", "\u200b", "Zzzzzzzz"])
    def test_finds_nobody_for_nothing(self, query: str) -> None:
        assert found(INDEX, query) == []


class TestScope:
    def test_cuts_to_the_scope_before_ranking_so_that_a_gap_tells_nothing(self) -> None:
        index = index_of(*[("Sok Dara",)] * 30)
        late = {UUID(int=29), UUID(int=30)}
        assert set(found_within(index, late)) == late
        assert set(found_within(index, late.__contains__)) == late
        assert found_within(index, set()) == []

    def test_gives_the_same_answer_as_an_index_of_the_scope_alone(self) -> None:
        scope = {person.subject for person in PEOPLE[::7]}
        alone = NameIndex.build(person for person in PEOPLE if person.subject in scope)
        for person in random.Random(6).sample(PEOPLE, 60):
            query = person.forms[0].split()[1]
            within = INDEX.search(query, limit=5, allowed=scope)
            assert [match.score for match in within] == [
                match.score for match in alone.search(query, limit=5, allowed=None)
            ]
            assert {match.subject for match in within} <= scope

    def test_a_large_scope_works_like_a_small_one(self) -> None:
        scope = {person.subject for person in PEOPLE[:4_500]}
        query = PEOPLE[0].forms[0]
        assert INDEX.search(query, limit=3, allowed=scope)[0].subject == PEOPLE[0].subject
        assert PEOPLE[4_900].subject not in {
            match.subject for match in INDEX.search(PEOPLE[4_900].forms[0], limit=50, allowed=scope)
        }


def found_within(index: NameIndex, allowed: object) -> list[UUID]:
    return [match.subject for match in index.search("Dara", limit=10, allowed=allowed)]  # type: ignore[arg-type]  # each kind of scope


class TestChanges:
    def test_forgets_the_old_names_when_they_are_replaced(self) -> None:
        index = index_of(("Dara",), ("Bopha",))
        index.replace(NameEntry(UUID(int=1), ("Visal",)))
        assert found(index, "Dara") == []
        assert found(index, "Visal") == [UUID(int=1)]
        assert len(index) == 2

    def test_forgets_a_person_who_is_removed(self) -> None:
        index = index_of(("Dara",), ("Dara",))
        index.remove(UUID(int=1))
        index.remove(UUID(int=99))
        assert found(index, "Dara") == [UUID(int=2)]

    def test_takes_people_without_a_usable_name(self) -> None:
        index = index_of(("", " . "), ())
        assert len(index) == 2
        assert found(index, "Dara") == []

    def test_after_many_changes_it_answers_like_a_fresh_index(self) -> None:
        index = NameIndex.build(PEOPLE[:400])
        for old, new in zip(PEOPLE[:200], PEOPLE[1000:1200], strict=True):
            index.replace(NameEntry(old.subject, new.forms))
        for person in PEOPLE[200:300]:
            index.remove(person.subject)
        fresh = NameIndex.build(
            [
                NameEntry(old.subject, new.forms)
                for old, new in zip(PEOPLE[:200], PEOPLE[1000:1200], strict=True)
            ]
            + PEOPLE[300:400]
        )
        for person in PEOPLE[1000:1050]:
            query = person.forms[0]
            assert index.search(query, limit=5, allowed=None) == fresh.search(query, limit=5, allowed=None)

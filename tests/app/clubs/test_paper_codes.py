"""The codes on a club's paper: short, each one child's, the same for good, and told apart by one slip."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from app.clubs.paper_codes import child_of, is_code, meant_by, paper_codes, written_code

CHILDREN = st.lists(st.uuids(), min_size=1, max_size=80, unique=True)


@given(st.uuids(), CHILDREN)
def test_each_child_has_a_code_of_five_digits_that_no_other_child_has(
    club_id: object, ids: list[object]
) -> None:
    codes = paper_codes(club_id, ids)  # type: ignore[arg-type]
    assert len(set(codes.values())) == len(ids)
    assert all(len(code) == 5 and code[0] != "0" and is_code(code) for code in codes.values())


@given(st.uuids(), CHILDREN, st.uuids())
def test_a_child_who_comes_later_changes_no_code(club_id: object, ids: list[object], later: object) -> None:
    codes = paper_codes(club_id, ids)  # type: ignore[arg-type]
    assert paper_codes(club_id, [*ids, later]).items() >= codes.items()  # type: ignore[arg-type,list-item]


def test_one_child_has_another_code_in_another_club() -> None:
    children = [uuid4() for _ in range(40)]
    one, other = (paper_codes(uuid4(), children) for _ in range(2))
    assert sum(one[child_id] == other[child_id] for child_id in children) < 3


def test_a_crowded_club_runs_out_of_no_codes() -> None:
    codes = paper_codes(uuid4(), (uuid4() for _ in range(9_500)))
    assert len(set(codes.values())) == 9_500


@given(st.uuids(), CHILDREN, st.data())
def test_one_slip_never_means_another_child_and_the_right_one_is_offered(
    club_id: object, ids: list[object], data: st.DataObject
) -> None:
    codes = paper_codes(club_id, ids)  # type: ignore[arg-type]
    code = data.draw(st.sampled_from(sorted(codes.values())))
    at = data.draw(st.integers(0, len(code) - 1))
    slip = data.draw(
        st.sampled_from(
            [code[:at] + other + code[at + 1 :] for other in "0123456789"]
            + [code[: at - 1] + code[at] + code[at - 1] + code[at + 1 :]] * (at > 0)
        )
    )
    if slip != code:
        assert child_of(slip, codes) is None
        assert not is_code(slip)
        assert code in meant_by(slip, codes.values())


def test_paper_shows_the_check_digit_apart() -> None:
    assert written_code("41273") == "4127-3"


def test_what_is_no_slip_of_a_pen_means_nobody() -> None:
    assert meant_by("4" * 500, ["41273"]) == ()

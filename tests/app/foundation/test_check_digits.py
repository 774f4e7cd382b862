"""A check digit gives away one wrong digit and two swapped neighbours, whichever they are."""

from hypothesis import given
from hypothesis import strategies as st

from app.foundation.check_digits import is_checked, with_check_digit

DIGITS = st.text("0123456789", min_size=1, max_size=12)


def test_it_is_the_published_method() -> None:
    assert with_check_digit("572") == "5724"  # the example by which the method is usually explained


@given(DIGITS)
def test_what_has_its_check_digit_is_checked(digits: str) -> None:
    assert is_checked(with_check_digit(digits))


@given(DIGITS, st.data())
def test_every_wrong_digit_is_noticed(digits: str, data: st.DataObject) -> None:
    code = with_check_digit(digits)
    at = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([each for each in "0123456789" if each != code[at]]))
    assert not is_checked(code[:at] + other + code[at + 1 :])


@given(DIGITS, st.data())
def test_every_two_swapped_neighbours_are_noticed(digits: str, data: st.DataObject) -> None:
    code = with_check_digit(digits)
    at = data.draw(st.integers(0, len(code) - 2))
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert swapped == code or not is_checked(swapped)


def test_no_slip_in_any_code_of_five_digits_is_missed() -> None:
    for number in range(1000, 10_000):
        code = with_check_digit(str(number))
        for at, digit in enumerate(code):
            for other in "0123456789":
                assert other == digit or not is_checked(code[:at] + other + code[at + 1 :])
            if at:
                swapped = code[: at - 1] + digit + code[at - 1] + code[at + 1 :]
                assert swapped == code or not is_checked(swapped)

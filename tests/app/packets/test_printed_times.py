"""Times on a packet: the base's zone, and no more exact than they are known."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.packets.contents import Moment, Precision
from app.packets.printed_times import printed_day, printed_moment
from app.packets.wording import Language, words_in

LATE = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)  # already the 21st in Phnom Penh


@pytest.mark.parametrize(
    ("precision", "english", "khmer"),
    [
        (Precision.EXACT, "21 Nov 2026, 01:05", "ថ្ងៃទី២១ ខែវិច្ឆិកា ឆ្នាំ២០២៦ ម៉ោង ០១:០៥"),
        (Precision.ABOUT, "21 Nov 2026, about 01:05", "ថ្ងៃទី២១ ខែវិច្ឆិកា ឆ្នាំ២០២៦ ម៉ោង ប្រហែល ០១:០៥"),
        (Precision.DAY, "21 Nov 2026", "ថ្ងៃទី២១ ខែវិច្ឆិកា ឆ្នាំ២០២៦"),
        (Precision.MONTH, "Nov 2026", "ខែវិច្ឆិកា ឆ្នាំ២០២៦"),
    ],
)
def test_a_moment_is_written_as_exactly_as_it_is_known(
    precision: Precision, english: str, khmer: str
) -> None:
    zone, moment = ZoneInfo("Asia/Phnom_Penh"), Moment(at=LATE, precision=precision)
    assert printed_moment(moment, zone, words_in(Language.ENGLISH), Language.ENGLISH) == english
    assert printed_moment(moment, zone, words_in(Language.KHMER), Language.KHMER) == khmer


def test_a_day_has_khmer_digits_in_khmer() -> None:
    assert printed_day(date(2026, 1, 9), Language.KHMER) == "ថ្ងៃទី៩ ខែមករា ឆ្នាំ២០២៦"

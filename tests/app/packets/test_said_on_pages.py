"""What a packet would print in English is said on a page in the reader's language, and nobody's words are changed."""

import pytest

from app.packets.fields import FIELDS
from app.packets.said_on_pages import said_on_page, source_on_page
from app.packets.wording import Language

KHMER, ENGLISH = Language.KHMER, Language.ENGLISH


@pytest.mark.parametrize(
    ("label", "text", "khmer"),
    [
        ("Sex", "female", "ស្រី"),
        ("How the age is known", "as the family says", "តាមសម្តីគ្រួសារ"),
        ("Whether the guardian is safe", "NOT safe: do not contact", "គ្មានសុវត្ថិភាព៖ ហាមទាក់ទងអាណាព្យាបាល"),
        ("Seen, heard or told", "Heard", "ឮផ្ទាល់"),
        ("Language", "Khmer, Vietnamese", "ខ្មែរ វៀតណាម"),
        ("Guardian", "Older sister, Sok Chan", "បងស្រី Sok Chan"),
        ("Safe way to make contact", "At school\nNever: at home", "At school\nហាមធ្វើជាដាច់ខាត៖ at home"),
        ("What happened", "He ran.\nWith: Alone", "He ran.\nនៅជាមួយ៖ ម្នាក់ឯង"),
        ("When", "20 Nov 2026, 21:40", "20 វិច្ឆិកា 2026, 21:40"),
        ("When", "20 Nov 2026, about 21:40", "20 វិច្ឆិកា 2026, ប្រហែល 21:40"),
        ("When", "Nov 2026", "វិច្ឆិកា 2026"),
        ("Date", "9 May 2026", "9 ឧសភា 2026"),
    ],
)
def test_a_coded_answer_or_a_time_is_said_in_khmer(label: str, text: str, khmer: str) -> None:
    assert said_on_page(text, label, KHMER) == khmer
    assert said_on_page(text, label, ENGLISH) == text


@pytest.mark.parametrize(
    "label", ["Place", "Danger", "What we ask", "Who was present", "a label nobody knows"]
)
@pytest.mark.parametrize("text", ["female", "20 Nov 2026", "Older sister, Sok Chan", "Seen", "With: Alone"])
def test_what_somebody_wrote_stays_as_it_was_written(label: str, text: str) -> None:
    assert said_on_page(text, label, KHMER) == text


def test_every_field_can_be_said() -> None:
    assert {said_on_page("xyz 12", field.label, KHMER) for field in FIELDS} == {"xyz 12"}


def test_when_and_how_an_entry_is_known_are_said_together() -> None:
    assert source_on_page("20 Nov 2026, 21:40, Told", KHMER) == "20 វិច្ឆិកា 2026, 21:40 · មានគេប្រាប់"
    assert source_on_page("Told", KHMER) == "មានគេប្រាប់"
    assert source_on_page("20 Nov 2026, 21:40, Told", ENGLISH) == "20 Nov 2026, 21:40, Told"

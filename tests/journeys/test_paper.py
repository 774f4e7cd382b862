"""Pages on paper, as Chromium prints them: none blank, heads on each, and no name where codes only are promised."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, Page

from app.cases.notes import NoteInput, add_note
from app.cases.summaries import case_brief
from app.children.children import change_child
from app.children.documents import ChildProfile, Guardian
from app.foundation.local_time import local_day
from app.foundation.moments import as_typed
from app.foundation.vocabulary.evidence_bases import EvidenceBasis
from app.foundation.vocabulary.guardian_relations import GuardianRelation
from app.foundation.vocabulary.sheets import SheetKind, SheetShows
from app.restoration.assessments import (
    AssessmentInput,
    DomainScore,
    ScoreSheet,
    restoration_pack,
    write_assessment,
)
from tests.support.lived_in import CANARIES, LivedIn
from tests.support.machine import lacking
from tests.support.opened_cases import case_of, child_of, put_at
from tests.support.organisation import password_of
from tests.support.sheets import printed

NAMES = ("Sok Sophea", "សុខ សុភា", "Sophea", "Sok Vanna")
LOOKS = ("red shirt", "a scar on the left hand")
WORDS = (*NAMES, *LOOKS, "012 000 333", *CANARIES.values())
"""Everything of the child that may not stand where codes only are promised."""
LONG_NOTES = 30
IN_RESTORATION = 5
SAW_IT = ("field", "caseworker", "counsellor", "supervisor", "supervisor2", "director")
PAGES_OF_THE_CHILD = (
    "/children/",
    "/children/{child_id}",
    "/children/{child_id}/before",
    "/children/{child_id}/emergency",
    "/children/{child_id}/paper",
    "/cases/",
    "/cases/{case_id}",
    "/cases/{case_id}/safety-plan",
    "/cases/{case_id}/placements/",
    "/cases/{case_id}/consents/",
    "/cases/{case_id}/restoration",
    "/concerns/{concern_id}",
    "/packets/{packet_id}",
)
KHMER = re.compile("[\u1780-\u17ff]")


@dataclass(frozen=True)
class Paper:
    """What was printed: the words of each page, as they stand on it."""

    pages: list[str]
    shown: str
    """The same as the browser reads it, for scripts that a PDF gives back in other pieces."""

    @property
    def text(self) -> str:
        return "\n".join([*self.pages, self.shown])

    def repeated(self) -> list[str]:
        """Return the lines that stand on every page after the first, without what bears a number."""
        lines = [{" ".join(line.split()) for line in page.splitlines()} for page in self.pages[1:]]
        return [line for line in set.intersection(*lines) if line and not re.search(r"\d", line)]


class Prints(Protocol):
    """Prints the page at an address; before that a script may change it."""

    def __call__(self, url: str, *, changed: str = "") -> Paper: ...


HEADS_ONCE = "document.querySelectorAll('thead').forEach(one => one.style.display = 'table-row-group')"


@pytest.fixture(scope="module", params=["en", "km"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def told(lived: LivedIn) -> LivedIn:
    """A child with looks, a guardian's number, and so much written that a case has several pages."""
    house = lived.organisation
    guardian = Guardian("Sok Vanna", GuardianRelation.GRANDMOTHER, number="012 000 333")
    profile = ChildProfile("Sok Sophea", "សុខ សុភា", ("Sophea",), appearance=LOOKS[1], guardian=guardian)
    with house.writing("caseworker") as work:
        change_child(work, lived["child_id"], profile, version=2)
    for number in range(LONG_NOTES):
        house.clock.move(timedelta(minutes=1))
        with house.writing("caseworker") as work:
            note = NoteInput(f"Visited her aunt, {number}", as_typed(work.now), EvidenceBasis.SEEN)
            add_note(work, lived["case_id"], UUID(int=number + 1), note)
    return lived


@pytest.fixture(scope="module")
def seen(told: LivedIn) -> LivedIn:
    """A child whom so many have seen, on so many pages, that the sheet of who it was has several pages."""
    for name in SAW_IT:
        client = told.organisation.client(name)
        for url in PAGES_OF_THE_CHILD:
            client.get(url.format(**told.ids))
    return told


@pytest.fixture(scope="module")
def many(told: LivedIn) -> list[str]:
    """Children in restoration, each part of whose life was scored twice; the codes of their cases."""
    house, cases = told.organisation, []
    for number in range(IN_RESTORATION):
        case_id = case_of(house, child_of(house, latin=f"Chan Number{number}"))
        put_at(house, case_id, "prevention", "restoration")
        for score in (3, 2):
            house.clock.move(timedelta(seconds=1))
            scores = tuple(DomainScore(each.id, score, "as seen") for each in restoration_pack().domains)
            with house.writing("caseworker") as work:
                sheet = AssessmentInput(uuid4(), local_day(work.now), ScoreSheet(scores))
                write_assessment(work, case_id, sheet)
        with house.reading("supervisor") as work:
            cases.append(case_brief(work, case_id).code)
    return cases


@pytest.fixture(scope="module")
def page(browser: Browser, address: str, language: str) -> Iterator[Page]:
    """The supervisor's page, in the dark theme, which paper must not follow."""
    context = browser.new_context(base_url=address, color_scheme="dark")
    opened = context.new_page()
    opened.goto("/sign-in")
    opened.fill("[name=username]", "supervisor")
    opened.fill("[name=password]", password_of("supervisor"))
    opened.click("main button[type=submit]")
    opened.goto(f"/language/{language}?next=/")
    opened.emulate_media(media="print")
    yield opened
    context.close()


@pytest.fixture
def prints(page: Page, tmp_path: Path) -> Prints:
    """Print a page and read it; no page is blank, nothing of the frame is on it, each has its number."""

    def printed_at(url: str, *, changed: str = "") -> Paper:
        page.goto(url)
        assert page.url.endswith(url), "it led elsewhere"
        if changed:
            page.evaluate(changed)
        file = tmp_path / "paper.pdf"
        page.pdf(path=file, prefer_css_page_size=True)
        told = _poppler("pdfinfo", file)
        assert "A4" in told
        paper = Paper(_poppler("pdftotext", file, "-").split("\f")[:-1], _shown(page))
        count = int(re.findall(r"Pages:\s+(\d+)", told)[0])
        assert len(paper.pages) == count
        for number, words in enumerate(paper.pages, start=1):
            assert re.search(rf"(?<!\d){number} ?/ ?{count}(?!\d)", words)
            assert len(words.split()) > 12, f"page {number} of {url} is blank"
        for rail in ("Keyboard shortcuts", "Sign out", "Skip to"):
            assert rail not in "".join(paper.pages)
        return paper

    return printed_at


def _shown(page: Page) -> str:
    return str(page.evaluate("document.body.innerText"))


def _poppler(command: str, file: Path, *more: str) -> str:
    """Return what one of poppler's commands says of a PDF."""
    program = shutil.which(command) or lacking(command)
    options = ["-layout"] if command == "pdftotext" else []
    return subprocess.run(  # noqa: S603 - a command of Debian's, about a file this test made
        [program, *options, str(file), *more], capture_output=True, text=True, check=True
    ).stdout


def numbered(
    lived: LivedIn, kind: SheetKind, about: str, shows: SheetShows = SheetShows.NAMES
) -> tuple[str, str]:
    """Print a numbered sheet as the supervisor. Returns the address of its pages, and its number."""
    from tests.support.sheets import sheet_as

    sheet_id = printed(lived.organisation, kind, lived[about], by="supervisor", shows=shows)
    return f"/sheets/{sheet_id}/pages", sheet_as(lived.organisation, sheet_id, "supervisor").line.code


@pytest.mark.parametrize(
    "url",
    [
        "/children/{child_id}/paper",
        "/cases/{case_id}/paper",
        "/outreach/shifts/{shift_id}/paper",
        "/cases/{case_id}/restoration/paper",
        "/restoration/paper",
        "/clubs/{club_id}/paper",
        "/cases/",
        "/restoration/",
        "/outreach/",
        "/sheets/",
        "/concerns/",
        "/packets/",
    ],
)
def test_what_has_no_number_has_codes_only(told: LivedIn, prints: Prints, url: str) -> None:
    paper = prints(url.format(**told.ids))
    assert [word for word in WORDS if word in paper.text] == []


@pytest.mark.parametrize(
    "url",
    ["/children/{child_id}", "/cases/{case_id}", "/today", "/children/", "/children/{child_id}/emergency"],
)
def test_a_page_with_names_prints_how_to_get_a_sheet_and_nothing_else(
    told: LivedIn, prints: Prints, url: str
) -> None:
    paper = prints(url.format(**told.ids))
    assert len(paper.pages) == 1
    assert [word for word in (*WORDS, "RV-0001") if word in paper.text] == []


def test_each_page_of_a_numbered_sheet_bears_its_number_and_repeats_the_heads(
    told: LivedIn, prints: Prints, language: str
) -> None:
    url, code = numbered(told, SheetKind.CASE, "case_id")
    paper = prints(url)
    assert len(paper.pages) > 1
    for words in paper.pages:
        assert words.count(code) >= 2, "at its head and at its foot"
    assert heads_are_repeated(paper, language, "What happened")
    assert not heads_are_repeated(prints(url, changed=HEADS_ONCE), language, "What happened")
    assert "Sok Sophea" in paper.text
    assert "Visited her aunt, 29" in paper.text


def heads_are_repeated(paper: Paper, language: str, english: str) -> bool:
    """Tell whether a table's heads stand on each further page.

    Of Khmer a PDF gives the letters back in another order, but on each page in the same.
    """
    heads = paper.repeated()
    return any(english in line for line in heads) if language == "en" else any(map(KHMER.search, heads))


def test_the_sheet_of_who_saw_a_child_repeats_its_heads_and_names_no_child(
    seen: LivedIn, prints: Prints, language: str
) -> None:
    url = f"/audit/seen-by/{seen['child_id']}/sheet"
    paper = prints(url)

    assert len(paper.pages) > 1
    assert heads_are_repeated(paper, language, "Times")
    assert not heads_are_repeated(prints(url, changed=HEADS_ONCE), language, "Times")
    assert "RV-0001" in paper.pages[0]
    assert "Counsellor Person" in paper.text
    assert [word for word in WORDS if word in paper.text] == []


def test_the_emergency_sheet_says_all_on_half_a_page(told: LivedIn, prints: Prints, page: Page) -> None:
    url, _code = numbered(told, SheetKind.EMERGENCY, "child_id")
    paper = prints(url)
    assert len(paper.pages) == 1
    for word in ("Sophea", "Sok Sophea", LOOKS[1], "Sok Vanna", "012 000 333", CANARIES["safe contact"]):
        assert word in paper.text, word
    assert CANARIES["emergency sheet"] in paper.text
    page.set_viewport_size({"width": 672, "height": 1000})
    height = page.evaluate("document.querySelector('.wh-paper').getBoundingClientRect().height")
    assert height < 0.66 * 1010, "with its head and foot it leaves the lower third of the page free"


def test_a_briefing_shows_looks_and_names_only_if_they_were_asked_for(told: LivedIn, prints: Prints) -> None:
    url, _code = numbered(told, SheetKind.SHIFT, "shift_id", SheetShows.LOOKS)
    looks = prints(url).text
    assert [word for word in NAMES if word in looks] == []
    assert all(word in looks for word in (*LOOKS, CANARIES["safe contact"], "RV-0001"))
    url, _code = numbered(told, SheetKind.SHIFT, "shift_id")
    assert "Sok Sophea" in prints(url).text


def test_the_key_sheet_of_a_club_bears_its_number_and_the_register_names_nobody(
    told: LivedIn, prints: Prints
) -> None:
    url, code = printed_key(told)
    key = prints(url)
    assert all(words.count(code) >= 2 for words in key.pages), "at its head and at its foot"
    assert "Sophea" in key.text
    codes = re.findall(r"\b\d{4}-\d\b", key.text)
    paper = prints(f"/clubs/{told['club_id']}/paper")
    assert codes
    assert set(codes) <= set(re.findall(r"\b\d{4}-\d\b", paper.text))
    assert [word for word in WORDS if word in paper.text] == []


def printed_key(lived: LivedIn) -> tuple[str, str]:
    """Print the key sheet of the club, which its leader carries. Returns the address of its pages, and its number."""
    from tests.support.sheets import sheet_as

    sheet_id = printed(
        lived.organisation, SheetKind.CLUB_KEY, lived["club_id"], by="supervisor", carrier="field"
    )
    return f"/sheets/{sheet_id}/pages", sheet_as(lived.organisation, sheet_id, "supervisor").line.code


def test_each_child_in_restoration_has_one_page_which_begins_where_it_can(
    told: LivedIn, many: list[str], prints: Prints
) -> None:
    pages = prints("/restoration/paper").pages

    assert len(pages) == len(many), "none for the heading alone, and none left over"
    assert sorted(re.findall(r"RV-K-\d+", " ".join(pages))) == sorted(many)
    assert all(len(re.findall(r"RV-K-\d+", words)) == 1 for words in pages)
    assert len(prints(f"/cases/{told['case_id']}/restoration/paper").pages) == 1


def test_paper_is_white_and_says_everything_without_colour(told: LivedIn, page: Page) -> None:
    url, _code = numbered(told, SheetKind.CHILD, "child_id")
    page.goto(url)
    shown = page.evaluate(
        "[...document.querySelectorAll('.wh-tag')].map(tag => getComputedStyle(tag)).map(s => [s.color, s.borderStyle])"
    )
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    assert all(one == ["rgb(0, 0, 0)", "solid"] for one in shown)

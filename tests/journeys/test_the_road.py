"""One road in a real browser: from a night encounter to a sealed police packet, with a marker in every field.

The markers are then sought byte by byte in everything the organisation has written to disk.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select, text

from app.keyring.documents import SEALED_DOCUMENTS, to_bytes
from app.keyring.folders import open_folders
from app.unit_of_work import UnitOfWork
from models.encounter import Encounter, EncounterChild
from models.mapping import Model
from tests.journeys.reaching import holding_a_club, reaching_the_family
from tests.journeys.walking import MARKER, Markers, Walker, walking_as
from tests.support.concerns import safeguarding_circle
from tests.support.live_server import served
from tests.support.organisation import Organisation, copy_of, password_of
from tests.support.pdf_readers import poppler, qpdf_check, qpdf_opens


@pytest.fixture(scope="module")
def walked(built_organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """An organisation of this journey's own, on plain SQLite so that a search for words can fail."""
    organisation = copy_of(built_organisation, tmp_path_factory.mktemp("road"))
    safeguarding_circle(organisation, "supervisor2")
    return organisation


def test_from_a_night_encounter_to_a_packet_in_an_officers_hands(
    walked: Organisation, browser: Browser, tmp_path: Path
) -> None:
    markers = Markers()
    day = walked.clock.now().date()
    later = (day + timedelta(days=30)).isoformat()
    with served(walked) as address:
        with walking_as("field", browser, address, markers) as worker:
            child = a_night_on_the_street(worker)
            writing_about_a_colleague(worker)
        with walking_as("supervisor2", browser, address, markers) as member:
            receiving_what_is_about_a_colleague(member)
        with walking_as("supervisor", browser, address, markers) as supervisor:
            case = opening_a_case(supervisor, child)
        holding_a_club(browser, address, markers, day)
        with walking_as("caseworker", browser, address, markers) as caseworker:
            working_on_it(caseworker, case, day.isoformat(), later)
            asking_to_move(caseworker, case, "prevention")
            reaching_the_family(caseworker, child, day)
        with walking_as("supervisor", browser, address, markers) as supervisor:
            deciding(supervisor, case)
        with walking_as("caseworker", browser, address, markers) as caseworker:
            asking_to_move(caseworker, case, "restoration")
            packet = drafting_a_packet(caseworker, case)
        with walking_as("supervisor", browser, address, markers) as supervisor:
            deciding(supervisor, case)
            signing_off(supervisor, case, later)
            approving(supervisor, packet)
        with walking_as("director", browser, address, markers) as director:
            approving(director, packet)
            file, words = exporting(director, packet, tmp_path)
        with walking_as("supervisor", browser, address, markers) as supervisor:
            handing_over(supervisor, packet)
            taking_a_concern_out(supervisor)
        what_comes_after(browser, address, markers, child=child, case=case)
    the_file_holds(file, words, request=written_as_request(markers))
    assert sealed_columns_without_a_marker(walked) == NOTHING_IS_TYPED
    assert markers_on_disk(walked, markers, tmp_path) == []


def a_night_on_the_street(worker: Walker) -> str:
    """Meet a child on a shift and raise a concern. Returns the child's page."""
    worker.go("/children/new")
    worker.send("Save", local="សុភា", age_low="9", age_high="10", sex="female")
    child = re.sub(r"\?.*", "", worker.page.url.removeprefix(worker.address))
    worker.go(f"{child}/safe-contact")
    worker.send("Save")
    worker.go("/outreach/shifts/new")
    started = worker.page.locator('main [name="started"]').input_value()
    worker.send(re.compile("Open the shift"), started=started)
    worker.go(worker.page.url.removeprefix(worker.address).split("?")[0] + "/encounters/new")
    worker.send("Save", count="1", children__0__sex="female", children__0__find="")
    worker.go(f"/concerns/new?child={child.rsplit('/', 1)[1]}")
    worker.send(re.compile("Raise|Save"), urgency="high", basis="seen", look_for="")
    posted = worker.page.url.removeprefix(worker.address).split("?")[0]
    worker.go(f"{posted}/add")
    worker.send("Save", kind="told_police")
    return child


def writing_about_a_colleague(worker: Walker) -> None:
    """Seal an allegation to the safeguarding circle."""
    worker.go("/concerns/our-own/new")
    worker.send("Seal it to safeguarding", urgency="high", basis="told", look_for="")


def receiving_what_is_about_a_colleague(member: Walker) -> None:
    """Take it in as a member of the circle, and say why it is closed."""
    member.go("/concerns/our-own/")
    member.page.locator("main a.wh-open").first.click()
    member.press("I have it")
    member.go(member.page.url.removeprefix(member.address).split("?")[0] + "/close")
    member.send("Close it")


def opening_a_case(supervisor: Walker, child: str) -> str:
    """Receive the concern, write the child's own words down, open a case, assign. Returns the case's page."""
    supervisor.go("/concerns/")
    supervisor.press("I have it")
    supervisor.go("/outreach/routes/new")
    supervisor.send("Save", find_area="")
    supervisor.go("/concerns/")
    supervisor.page.locator("main a.wh-open").first.click()
    concern = supervisor.page.url.removeprefix(supervisor.address).split("?")[0]
    supervisor.go(f"{concern}/words")
    supervisor.send(re.compile("Keep"), language="khm", prompting="prompted", heard_by="")
    supervisor.go(f"{concern}/urgency")
    supervisor.send(re.compile("Save|Change"), urgency="medium")
    supervisor.go(f"{child}/emergency/edit")
    supervisor.send("Save")
    supervisor.go(f"/cases/new?child={child.rsplit('/', 1)[1]}&concern={concern.rsplit('/', 1)[1]}")
    supervisor.send(re.compile("Open"), risk="high")
    case = supervisor.page.url.removeprefix(supervisor.address).split("?")[0]
    supervisor.go(f"{case}/assign")
    workers = supervisor.page.locator('main select[name="worker"] option')
    named = [workers.nth(i).get_attribute("value") for i in range(workers.count())]
    labels = [workers.nth(i).inner_text() for i in range(workers.count())]
    chosen = next(v for v, label in zip(named, labels, strict=True) if label.startswith("Caseworker Person"))
    supervisor.send("Assign", worker=chosen or "")
    return case


def working_on_it(caseworker: Walker, case: str, day: str, later: str) -> None:
    """Plan, place, note, task, consent, goal and assessment."""
    caseworker.go(f"{case}/safety-plan/new")
    caseworker.send("Put in force", review_on=later)
    caseworker.go(f"{case}/placements/new")
    caseworker.send("Save", kind="kinship", safety="safe", from_on=day, review_on=later)
    caseworker.go(f"{case}/notes/new")
    caseworker.send("Save", basis="seen")
    caseworker.go(f"{case}/tasks/new")
    caseworker.send("Save", due_on=later)
    caseworker.go(f"{case}/consents/new")
    caseworker.send(
        "Save",
        shared_with="police",
        basis="caseworker",
        form="signed",
        not_a_suspect="y",
        withheld__0__kind="family",
        withheld__1__who="",
        withheld__1__why="",
        withheld__2__who="",
        withheld__2__why="",
    )
    caseworker.go(f"{case}/restoration/goals/new")
    caseworker.send("Save")
    caseworker.go(f"{case}/restoration/assessments/new")
    caseworker.send("Save the assessment", **a_score_for_each_part_of_life(caseworker))


def a_score_for_each_part_of_life(caseworker: Walker) -> dict[str, str]:
    """Return an answer for every score on the page: what was seen is written beside a score only."""
    names = caseworker.page.locator('main [name^="score-"]').evaluate_all("all => all.map(each => each.name)")
    return {str(name).replace("-", "__"): "2" for name in names}


def asking_to_move(caseworker: Walker, case: str, to: str) -> None:
    """Ask for a move along the road."""
    caseworker.go(f"{case}/moves/new/{to}")
    caseworker.send(re.compile("Ask"))


def deciding(supervisor: Walker, case: str) -> None:
    """Approve the move that waits."""
    supervisor.go(f"{case}/moves/")
    supervisor.follow(re.compile("Decide"))
    supervisor.send("Decide", verdict="approve")


def signing_off(supervisor: Walker, case: str, later: str) -> None:
    """Look at the restoration and sign it off."""
    supervisor.go("/restoration/")
    expect(supervisor.page.locator("main")).to_contain_text("child")
    supervisor.go(f"{case}/restoration/review")
    supervisor.send("Sign off", next_review_on=later)


def drafting_a_packet(caseworker: Walker, case: str) -> str:
    """Ask the police for help, withhold a field, look at the pages, submit. Returns the packet's page."""
    caseworker.go(f"/packets/new?case={case.rsplit('/', 1)[1]}")
    caseworker.send("Gather and begin", bodies="ahtjp_municipal", units__1__name="")
    packet = caseworker.page.url.removeprefix(caseworker.address).split("?")[0]
    caseworker.go(f"{packet}/switches")
    for part in caseworker.page.locator("main details:not([open])").element_handles():
        part.evaluate("folded => { folded.open = true }")
    caseworker.page.get_by_label("Appearance").first.uncheck()
    caseworker.press(re.compile("Save"))
    expect(caseworker.page.locator("main img").first).to_be_visible()
    caseworker.go(f"{packet}/submit")
    caseworker.press("Submit")
    expect(caseworker.page.get_by_role("status")).to_contain_text("Submitted")
    return packet


def approving(approver: Walker, packet: str) -> None:
    """Approve exactly what was frozen, after looking at its pages."""
    approver.go(f"{packet}/approve")
    for box in approver.page.get_by_role("checkbox").all():
        box.check()
    approver.press("Approve")
    expect(approver.page.locator("main")).to_contain_text("approved")


def exporting(director: Walker, packet: str, folder: Path) -> tuple[Path, str]:
    """Prove who sits here, make the file, take it, write the words down."""
    director.go(packet)
    director.follow("Make the file…")
    if director.page.get_by_label("Password").count():
        director.page.get_by_label("Password").fill(password_of("director"))
        director.press("Go on")
    director.send("Make the file", language="en")
    words = director.page.locator("#packet-words").inner_text()
    with director.page.expect_download() as taken:
        director.press("Take the file")
    file = folder / taken.value.suggested_filename
    taken.value.save_as(file)
    return file, words


def handing_over(supervisor: Walker, packet: str) -> None:
    """Write down who took the file, and their stamp."""
    supervisor.go(packet)
    supervisor.follow("Record a handover")
    supervisor.send(re.compile("Save|Record"), handed_at="")
    expect(supervisor.page.locator("main")).to_contain_text("Handed over")


def what_comes_after(browser: Browser, address: str, markers: Markers, *, child: str, case: str) -> None:
    """Put right what was wrong after a packet left, and have its Khmer reviewed."""
    with walking_as("field", browser, address, markers) as worker:
        correcting_the_child(worker, child)
    with walking_as("caseworker", browser, address, markers) as caseworker:
        marking_a_note(caseworker, case)
    with walking_as("supervisor2", browser, address, markers) as second:
        deciding_about_the_mark(second)
    with walking_as("director", browser, address, markers) as director:
        director.go("/packets/template-review")
        director.send("Save", verdict="fit")


def taking_a_concern_out(supervisor: Walker) -> None:
    """Take a concern out of the case it was put into."""
    supervisor.go("/concerns/?state=all")
    supervisor.page.locator("main a.wh-open").first.click()
    concern = supervisor.page.url.removeprefix(supervisor.address).split("?")[0]
    supervisor.go(f"{concern}/elsewhere")
    supervisor.send("Put it there", belongs_to="nobody", look_for="")


def correcting_the_child(worker: Walker, child: str) -> None:
    """Correct who the child is; what was said before stays to be read."""
    worker.go(f"{child}/edit")
    worker.send("Save", local="សុភាព")
    worker.go(f"{child}/before")
    expect(worker.page.locator("main")).to_contain_text("សុភាព")


def marking_a_note(caseworker: Walker, case: str) -> None:
    """Ask that a note counts for nothing: a packet left after it, so somebody else decides."""
    caseworker.go(case)
    caseworker.page.locator('main a[href^="/cases/notes/"]').first.click()
    record = caseworker.page.locator('main a[href*="/records/"]').first.get_attribute("href")
    caseworker.go(f"{record}/mistake")
    caseworker.send("Mark it")


def deciding_about_the_mark(second: Walker) -> None:
    """Agree as somebody who has no part in the record."""
    second.go("/mistakes/")
    second.page.locator('main a[href^="/mistakes/"]').first.click()
    second.send(re.compile("Decide|Save"), outcome="agreed")


def the_file_holds(file: Path, words: str, *, request: str) -> None:
    """Ask readers nobody here wrote: whole, signed, encrypted, tagged, and readable with the words alone."""
    assert "No syntax or stream encoding errors" in qpdf_check(file, words)
    assert "Signature is Valid." in poppler("pdfsig", file, words)
    facts = poppler("pdfinfo", file, words)
    assert re.search(r"^Encrypted: +yes .*AES-256", facts, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", facts, re.MULTILINE)
    said = poppler("pdftotext", file, words, "-")
    assert request in said
    assert "Appearance" not in said, "what was withheld does not leave"
    assert request.encode() not in file.read_bytes()
    assert not qpdf_opens(file, words.rsplit(" ", 1)[0])


def written_as_request(markers: Markers) -> str:
    """Return the word that was written into what we ask."""
    return next(word for word, field in markers.made.items() if field == "request")


NOTHING_IS_TYPED = {
    ("row_sweep", "course"),
    ("printed_sheet", "purpose"),
    ("sheet_step", "words"),
    ("assessment_return", "why"),
    ("club_absence", "answer"),
    ("club_absence", "decision"),
}
"""Sealed columns that this journey leaves empty: how far a sweep has come, in names of tables and ids; paper, returned
assessments and who stays away, which have tests of their own (test_paper.py, test_returns.py, test_absences.py)."""


def sealed_columns_without_a_marker(walked: Organisation) -> set[tuple[str, str]]:
    """Open every sealed value as whoever holds its key; return the registered columns that hold no marker."""
    seen: set[tuple[str, str]] = set()
    for name in ("director", "supervisor", "supervisor2", "field"):
        with walked.reading(name) as work:
            for document, (table, column) in SEALED_DOCUMENTS.items():
                if document.__module__.startswith("tests."):
                    continue
                model = next(m.class_ for m in Model.registry.mappers if m.class_.__tablename__ == table)
                rows = [
                    row for row in work.session.scalars(select(model)) if getattr(row, column) is not None
                ]
                lies_in = {id(row): folder_id_of(work, row) for row in rows}
                folders = open_folders(work, lies_in.values())
                for row in rows:
                    key = getattr(row, "id", None) or row.child_id
                    folder = folders.get(lies_in[id(row)])
                    opened = folder.try_open(document, key, getattr(row, column)) if folder else None
                    if opened is not None and MARKER.encode() in to_bytes(opened):
                        seen.add((table, column))
    registered = {place for doc, place in SEALED_DOCUMENTS.items() if not doc.__module__.startswith("tests.")}
    return registered - seen


def folder_id_of(work: UnitOfWork, row: Any) -> UUID:
    """Return the folder a row's words are sealed in; a child of an encounter lies in the encounter's."""
    if isinstance(row, EncounterChild):
        return work.session.get_one(Encounter, row.encounter_id).folder_id
    found: UUID = row.folder_id
    return found


def markers_on_disk(walked: Organisation, markers: Markers, temporary: Path) -> list[tuple[str, str, str]]:
    """Seek every marker, in every encoding a file may use, in everything on disk; return those that are found."""
    engine = walked.server.store.engine
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    places = [walked.server.settings.data_folder, temporary]
    everything = {file: file.read_bytes() for place in places for file in place.rglob("*") if file.is_file()}
    assert len(markers.made) > 80
    assert any(file.name.endswith("-wal") or file.name.endswith(".db") for file in everything)
    return [
        (word, field, file.name)
        for word, field in markers.made.items()
        for file, content in everything.items()
        if any(word.encode(encoding) in content for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
    ]

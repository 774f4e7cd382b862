"""Choosing what the first page tells, and writing Khmer beside the originals, through their pages."""

import pytest

from app.packets import headlines
from tests.support.organisation import Organisation
from tests.support.packets import REQUEST, SEEN, PacketCase, drafted
from tests.support.pages import read, send

KHMER = "សូមពិនិត្យនៅយប់នេះ ថាតើក្មេងប្រុសនៅក្នុងផ្ទះសំណាក់ឬទេ។"


def test_an_entry_of_the_packet_is_chosen_and_nothing_else(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id, client = drafted(organisation, case.case_id), organisation.client("caseworker")
    page = f"/packets/{packet_id}"
    form = read(client.get(f"{page}/first-page"))
    label = next(one for one in form.find_all("label") if SEEN[:30] in one.text)
    chosen = form.find(id=label["for"])
    assert chosen is not None
    assert send(client, f"{page}/first-page", {"headline": str(chosen["value"])}).status_code == 303
    assert send(client, f"{page}/first-page", {"headline": "of no packet"}).status_code == 422

    text = read(client.get(f"{page}/preview")).text
    assert "What happened (alleged)" in text


def test_an_entry_that_is_too_long_for_the_first_page_says_so_where_it_is_chosen(
    organisation: Organisation, case: PacketCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet_id, client = drafted(organisation, case.case_id), organisation.client("caseworker")
    monkeypatch.setattr(headlines, "MOST_LETTERS", 1)
    offered = [
        one.text for one in read(client.get(f"/packets/{packet_id}/first-page")).select("main form label")
    ]
    assert any("too long for the first page" in text for text in offered)
    assert not any("None" in text for text in offered)


def test_khmer_is_written_beside_its_original_and_is_on_the_khmer_pages_only(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id, client = drafted(organisation, case.case_id), organisation.client("caseworker")
    page = f"/packets/{packet_id}"
    form = read(client.get(f"{page}/khmer"))
    original = next(one for one in form.find_all("p") if one.text == REQUEST)
    box = original.find_next("textarea")
    assert box is not None
    assert original["id"] in str(box["aria-describedby"]).split()
    assert "Entry 2: What happened" in [label.text.strip() for label in form.find_all("label")]
    answer = send(client, f"{page}/khmer", {str(box["name"]): "in English"})
    assert "not in Khmer letters" in read(answer, status=422).text
    assert send(client, f"{page}/khmer", {str(box["name"]): KHMER}).status_code == 303
    assert KHMER in read(client.get(f"{page}/preview?language=km")).text
    assert KHMER not in read(client.get(f"{page}/preview")).text


def test_khmer_that_tells_a_masked_name_is_refused_beside_its_field_and_stays_typed(
    organisation: Organisation, case: PacketCase
) -> None:
    packet_id, client = drafted(organisation, case.case_id), organisation.client("caseworker")
    page, name = f"/packets/{packet_id}", SEEN.split()[-1]
    parts = read(client.get(f"{page}/parts")).select("main .wh-stack")
    link = [one for one in parts if SEEN in one.text][-1].find("a")
    assert link is not None
    assert send(client, str(link["href"]), {"masked": name}).status_code == 303
    box = read(client.get(f"{page}/khmer")).select("main textarea")[0]

    answer = send(client, f"{page}/khmer", {str(box["name"]): f"{KHMER} {name}"})
    again = read(answer, status=422).select(f"#{box['id']}")[0]
    assert again.text.strip() == f"{KHMER} {name}"
    beside = read(answer, status=422).select(f"#{str(again['aria-describedby']).split()[-1]}")[0]
    assert "was taken out of the packet" in beside.text

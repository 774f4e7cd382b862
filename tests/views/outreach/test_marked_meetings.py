"""A meeting is marked as written by mistake, and counts again, through a browser without scripts."""

from app.outreach.documents import MetChildInput
from tests.support.organisation import Organisation
from tests.support.outreach import child_of, met_on, shift_of, typed
from tests.support.pages import read, send


def test_its_writer_marks_it_and_it_counts_again(organisation: Organisation) -> None:
    meeting = met_on(
        organisation,
        shift_of(organisation, team=("field", "field2")),
        typed(organisation, words="by the ferry"),
    )
    client, address = organisation.client("field"), f"/outreach/encounters/{meeting}"
    assert f"{address}/mistake" in str(read(client.get(address)))
    assert f"{address}/mistake" not in str(read(organisation.client("field2").get(address)))

    kept = send(client, f"{address}/mistake", {"reason": "we wrote it twice"})

    assert "counts for nothing" in client.get(kept.location).text
    page = read(organisation.client("field2").get(address))
    assert "we wrote it twice" in page.text
    assert any("by the ferry" in struck.get_text() for struck in page.find_all("s"))
    assert send(client, f"{address}/counts-again", {"reason": "no, it was another child"}).status_code == 303
    assert read(client.get(address)).find("s") is None


def test_the_shift_strikes_it_through_and_counts_the_others(organisation: Organisation) -> None:
    shift_id, child_id = shift_of(organisation), child_of(organisation)
    there = [
        met_on(
            organisation,
            shift_id,
            typed(organisation, place=place, children=(MetChildInput(child_id=child_id),)),
        )
        for place in ("by the ferry", "by the gate")
    ]
    client, address = organisation.client("field"), f"/outreach/shifts/{shift_id}"
    assert "2 this night" in read(client.get(address)).get_text()
    send(client, f"/outreach/encounters/{there[0]}/mistake", {"reason": "we wrote it twice"})

    page = read(client.get(address))

    assert "1 this night" in page.get_text()
    rows = {row.get_text(" "): row for row in page.select("main tbody tr")}
    (marked,) = [row for words, row in rows.items() if "by the ferry" in words]
    (counted,) = [row for words, row in rows.items() if "by the gate" in words]
    assert "Written by mistake" in marked.get_text(" ")
    assert [struck.get_text(" ", strip=True) for struck in marked.find_all("s")] == [
        "by the ferry",
        "1 · RV-0001",
    ]
    assert counted.find("s") is None
    own = read(client.get(f"/outreach/encounters/{there[0]}"))
    header = own.find("header", class_="wh-head") or own.find("h1").find_parent()  # type: ignore[union-attr]
    assert "Written by mistake" in header.get_text(" ")  # type: ignore[union-attr]
    assert any("RV-0001" in struck.get_text() for struck in own.find_all("s"))

"""Packets of format 1 still open: snapshots exactly as they were approved, drafts with their words brought forward."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from app.keyring.documents import from_bytes, to_bytes
from app.packets.comparing import Comparison
from app.packets.contents import contents_from_json
from app.packets.document import PacketCopy, packet_text
from app.packets.documents import PacketDraft, PacketSnapshot
from app.packets.marks import outdated_summaries
from app.packets.snapshots import kept_contents
from app.packets.taking import taken_in
from app.packets.wording import Language
from tests.app.packets.packet_records import GROUND, account, records, said
from tests.app.packets.packet_samples import NOW

FOLDER = Path(__file__).parent / "earlier"
APPROVED = "e5926c971cd9aae10acb30016cdb29c73c118e2806238748bc441104c450acb4"
COPY = PacketCopy(language=Language.ENGLISH, recipient_mark="R1", issued_at=NOW)


@pytest.fixture
def draft() -> PacketDraft:
    return from_bytes(PacketDraft, (FOLDER / "draft-1.json").read_bytes())


def test_a_snapshot_is_read_as_it_was_frozen_and_has_the_hash_that_was_approved() -> None:
    snapshot = from_bytes(PacketSnapshot, (FOLDER / "snapshot-1.json").read_bytes())
    contents = contents_from_json(snapshot.contents)

    assert snapshot.digest == APPROVED
    assert "A man in a white cap bought noodles for both boys" in packet_text(contents, COPY)
    assert "Who has access: A man in a white cap (alleged)" in packet_text(contents, COPY)
    assert not contents.names_sources


def test_what_names_no_source_is_neither_approved_nor_exported() -> None:
    assert Comparison((), names_sources=False).reasons == ("packet-without-sources",)


def test_nothing_that_was_typed_into_a_draft_is_printed_before_its_record_was_read(
    draft: PacketDraft,
) -> None:
    printed = packet_text(kept_contents(draft, GROUND), COPY)

    assert "bought noodles" not in printed
    assert "A man in a white cap (alleged)" not in printed
    assert {one.part for one in outdated_summaries(draft)} == {
        "safety",
        *(f"chronology.{UUID(int=n).hex}" for n in (11, 12, 13, 14)),
    }


def test_switches_stay_with_the_entries_they_were_set_for(draft: PacketDraft) -> None:
    assert f"chronology.{UUID(int=12).hex}" in draft.withheld
    assert f"chronology.{UUID(int=13).hex}.place" in draft.withheld
    assert "children.1.disability" in draft.withheld
    assert f"chronology.{UUID(int=11).hex}" in draft.kept


def test_words_that_are_the_records_own_are_no_summary_and_others_wait_to_be_looked_at(
    draft: PacketDraft,
) -> None:
    words = {one.part: one.words for one in draft.summaries}
    as_put_together = "The child said: “Ming Srey brings us”\nThe child spoke unasked."
    summaries = tuple(
        replace(one, words=as_put_together) if one.part.endswith("0d") else one for one in draft.summaries
    )
    own = account(11, words[f"chronology.{UUID(int=11).hex}"])
    other = account(12, "Something else")
    after = taken_in(
        replace(draft, summaries=summaries), records(own, other, said(13, "Ming Srey brings us", ""))
    )

    assert {one.part for one in after.summaries} == {"safety", f"chronology.{UUID(int=12).hex}"}
    assert own.text in packet_text(kept_contents(after, GROUND), COPY)


def test_a_draft_is_stored_in_the_new_shape_and_opens_again(draft: PacketDraft) -> None:
    assert from_bytes(PacketDraft, to_bytes(draft)) == draft


def test_contents_of_format_2_are_read_and_printed_as_they_were_frozen() -> None:
    contents = contents_from_json((FOLDER / "contents-2.json").read_text("utf-8"))
    printed = packet_text(contents, COPY)

    assert (contents.contents_format, contents.names_sources) == (2, True)
    assert "[Seen]\n  | Nita, a noodle seller, saw him\n" in printed
    assert "Put right" not in printed

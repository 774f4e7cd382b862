"""Brings drafts of earlier versions forward: what was typed into them never passes for what a record says."""

from typing import Any
from uuid import UUID

TYPED_SAFETY = ("child_area", "who_has_access", "next_contact")
"""What version 1 had typed where no record stood behind it, in the order it was printed."""
_LABELS = ("Where the child is", "Who has access", "Next likely contact")
NOTHING_YET = ""
"""The anchor of words that were brought forward, and the digest of a field that was not taken from its record yet."""


def marks_for_numbers(plain: dict[str, Any]) -> dict[str, Any]:
    """1 to 2: entries are known by their records, and free words become summaries that somebody has to look at again.

    An entry's words, which could be changed, wait as a summary until the record's own words are taken in.
    """
    contents = plain["contents"]
    records = [UUID(source) for source in plain.pop("sources")]
    summaries = [*_of_safety(contents["safety"])]
    for record, entry in zip(records, contents["chronology"], strict=True):
        part = f"chronology.{record.hex}"
        summaries.append({"part": part, "words": entry["text"], "anchor": NOTHING_YET})
        entry["text"] = ""
        entry["origin"] = [
            {"field": "text", "table": "", "record": str(record), "column": "", "digest": NOTHING_YET}
        ]
    withheld = {_key(key, records) for key in plain["withheld"]}
    whole = {f"chronology.{record.hex}" for record in records}
    health = {"children.1.disability"} if _has_disability(contents) else set()
    contents["contents_format"] = 2
    return plain | {
        "withheld": sorted(withheld),
        "kept": sorted((whole | health) - withheld),
        "summaries": summaries,
    }


def _of_safety(safety: dict[str, Any]) -> list[dict[str, Any]]:
    typed = [
        f"{label}: {safety[name]}"
        for label, name in zip(_LABELS, TYPED_SAFETY, strict=True)
        if safety.get(name)
    ]
    for name in TYPED_SAFETY:
        safety[name] = None
    return [{"part": "safety", "words": "\n".join(typed), "anchor": NOTHING_YET}] if typed else []


def _has_disability(contents: dict[str, Any]) -> bool:
    return any(child.get("disability") for child in contents["children"])


def _key(key: str, records: list[UUID]) -> str:
    section, *rest = key.split(".")
    if section == "chronology" and rest:
        rest[0] = records[int(rest[0]) - 1].hex
    return ".".join([section, *rest])

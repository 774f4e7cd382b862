"""Compares what a packet says of consent with what stands today, as far as it is printed.

A newer answer beside one that still stands is new. What does not stand any more, or stands within other limits, stops
the packet, for whichever of its recipients it was given.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from uuid import UUID

from app.packets.changes import Change, ChangeKind
from app.packets.contents import Agreement, AgreementKind, PacketContents, SharingGrounds
from app.packets.fields import FIELDS, WHOLE, Section
from app.packets.grounds import NOT_TOLD, PacketGround
from app.packets.sources import digest_of
from app.packets.values import printed

_PREFIX = Section.GROUNDS.value
_LABELS = {field.name: field.label for field in FIELDS if field.section is Section.GROUNDS}
_OF_ANSWERS = ("answer", "given_by", "given_on", "limits")


def compared_grounds(
    shown: PacketContents, ground: PacketGround, *, frozen_at: datetime | None
) -> tuple[Change, ...]:
    """Return how section 11, as it is printed, differs from what stands today.

    Limits that are withheld are not known any more: what was written of them since it was frozen is new.
    """
    is_new = ground.withheld_at is not None and frozen_at is not None and ground.withheld_at > frozen_at
    return (
        *_answers(shown, ground.standing, is_limit_new=is_new),
        *_new_answers(shown, ground.grounds),
        *_lawful_reason(shown, ground.standing),
    )


def _answers(shown: PacketContents, standing: SharingGrounds, *, is_limit_new: bool) -> Iterator[Change]:
    """Yield what changed of each printed answer, by the number it has among all answers."""
    there = {_whose(one): one for one in standing.agreements}
    numbers = (number for number in count(1) if f"{_PREFIX}.{number}" not in shown.withheld)
    for number, before in zip(numbers, shown.grounds.agreements, strict=False):
        key, after = f"{_PREFIX}.{number}", there.get(_whose(before))
        if after is None:
            line = _line(before, shown.time_zone)
            yield _change(key, WHOLE, line, "", kind=ChangeKind.GONE, item=str(number))
            continue
        for name in _OF_ANSWERS:
            was, now = getattr(before, name), getattr(after, name)
            is_known = f"{key}.{name}" not in shown.withheld or (name == "limits" and is_limit_new)
            if was != now and is_known:
                texts = printed(was, shown.time_zone), printed(now, shown.time_zone)
                yield _change(f"{key}.{name}", name, *texts, kind=ChangeKind.CHANGED, item=str(number))


def _new_answers(shown: PacketContents, now: SharingGrounds) -> Iterator[Change]:
    """Yield the answers that a packet of today would print, and this one does not.

    A snapshot does not say which answers are withheld as a whole: as many are taken to be among them.
    """
    there = {_whose(one) for one in shown.grounds.agreements}
    new = [one for one in now.agreements if one.origin and _whose(one) not in there]
    if len(new) > sum(key.removeprefix(f"{_PREFIX}.").isdigit() for key in shown.withheld):
        for one in new:
            record, kind = _whose(one)
            line = _line(one, shown.time_zone)
            yield _change(f"{_PREFIX}.{record}.{kind}", WHOLE, "", line, kind=ChangeKind.NEW)


def _lawful_reason(shown: PacketContents, standing: SharingGrounds) -> Iterator[Change]:
    """Yield that a lawful reason is not what it was, or that somebody else must not be told."""
    key, before, after = f"{_PREFIX}.lawful_reason", shown.grounds.lawful_reason, standing.lawful_reason
    if key in shown.withheld or before is None:
        return
    was, now = before.split("\n"), (after or "").split("\n")
    limits = [line for line in now if f": {NOT_TOLD}: " in line]
    if not (set(was) <= set(now) and set(limits) <= set(was)):
        kind = ChangeKind.CHANGED if after else ChangeKind.GONE
        yield _change(key, "lawful_reason", before, after or "", kind=kind)


def _whose(one: Agreement) -> tuple[UUID | None, AgreementKind]:
    return (one.origin[0].record if one.origin else None), one.kind


def _line(one: Agreement, zone: str) -> str:
    values = (one.child_code, one.kind, *(getattr(one, name) for name in _OF_ANSWERS))
    return ", ".join(filter(None, (printed(each, zone) for each in values)))


def _change(
    key: str, name: str, before: str, after: str, *, kind: ChangeKind, item: str | None = None
) -> Change:
    return Change(
        key=key,
        section=Section.GROUNDS,
        item=item,
        label=_LABELS[name],
        before=before,
        after=after,
        kind=kind,
        digest=digest_of(after) if after else "",
    )

"""In which order the steps of a copy can have happened: received after it was handed over, destroyed once asked back.

A day without an hour is compared as a day, so that two steps of one day never contradict each other by their hours.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from app.foundation.errors import NotAllowedNow
from app.foundation.local_time import local_day, to_typed
from app.foundation.vocabulary.copy_steps import RECALL_ENDS, StepKind
from models.copy_step import CopyStep
from models.referral_packet import PacketFile

_ONLY_AFTER: Mapping[StepKind, tuple[StepKind, ...]] = {
    StepKind.RECEIVED: (StepKind.HANDED_OVER,),
    StepKind.OUTCOME: (StepKind.HANDED_OVER, StepKind.RECEIVED),
    **dict.fromkeys(RECALL_ENDS, (StepKind.RECALL_ASKED,)),
}
"""What each step follows, as far as that was recorded: the first of those is not later."""


@dataclass(frozen=True)
class Dated:
    """A step and when it happened. Without an hour, `moment` is the start of the day, or when the file was made."""

    kind: StepKind
    moment: datetime
    is_hour_known: bool
    file_id: UUID | None

    def is_after(self, other: "Dated") -> bool:
        """Whether it happened later than another, as far as both are known."""
        if self.is_hour_known and other.is_hour_known:
            return self.moment > other.moment
        return local_day(self.moment) > local_day(other.moment)


def is_hour_known(step: CopyStep, files: Iterable[PacketFile]) -> bool:
    """Tell whether somebody typed the hour of a step: rows hold the start of its day, or when a file was made."""
    if step.step == StepKind.MISTAKE:
        return True
    typed_none = to_typed(step.handed_at).time() == time(0)
    return not typed_none and all(file.exported_at != step.handed_at for file in files)


def check_order(files: Sequence[PacketFile], others: Collection[CopyStep], new: Dated) -> None:
    """Compare a step with the others of its copy that count.

    Raises NotAllowedNow with `packet-recalled` for a handover later than a recall, or `steps-out-of-order`.
    """
    known = [_dated(step, StepKind(step.step), files) for step in others if step.step]
    recalls = [each for each in known if each.kind is StepKind.RECALL_ASKED]
    if new.kind is StepKind.HANDED_OVER and any(new.is_after(recall) for recall in recalls):
        raise NotAllowedNow("packet-recalled")
    made = {file.id: file.exported_at for file in files}
    for kind, earlier in _ONLY_AFTER.items():
        followers = [each for each in known if each.kind is kind and new.kind in earlier]
        for follower in [new] if new.kind is kind else followers:
            for before in earlier:
                _check_follows(follower, _of_kind(before, [*known, new], follower, made))


def _check_follows(follower: Dated, before: Sequence[Dated]) -> None:
    if before and all(each.is_after(follower) for each in before):
        raise NotAllowedNow("steps-out-of-order")


def _of_kind(
    kind: StepKind, steps: Iterable[Dated], follower: Dated, made: Mapping[UUID, datetime]
) -> list[Dated]:
    """Return the steps of a kind that can be about the file the follower is about: one that there was by then."""
    return [
        step
        for step in steps
        if step.kind is kind
        and (
            step.file_id == follower.file_id
            if step.file_id and follower.file_id
            else step.file_id is None or not _is_made_later(made[step.file_id], follower)
        )
    ]


def _is_made_later(made_at: datetime, follower: Dated) -> bool:
    return local_day(made_at) > local_day(follower.moment)


def _dated(step: CopyStep, kind: StepKind, files: Iterable[PacketFile]) -> Dated:
    return Dated(kind, step.handed_at, is_hour_known(step, files), step.file_id)

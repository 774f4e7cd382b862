"""What happens to a concern after *I have it*: who has it, the next step and its clock, and the lines back.

All of it is told by signed receipts, and none of it by columns. It says nothing of what the concern is about.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.concerns.books import Word
from app.concerns.clocks import Deadline, deadline
from app.foundation.vocabulary.answers_back import AnswerBack
from app.foundation.vocabulary.next_steps import NextStep
from app.keyring.receipts import Said


@dataclass(frozen=True)
class LineBack:
    """One line to the poster: a choice and perhaps words, sealed to them in a row of that id; `digest` is theirs."""

    id: UUID
    answer: AnswerBack
    by: UUID
    at: datetime
    digest: str = ""
    heard_at: datetime | None = None
    mistaken_at: datetime | None = None
    """When somebody said that it was written by mistake. `heard_at` is then when its poster read that."""

    @property
    def told_at(self) -> datetime:
        """When its poster was last told something of it."""
        return self.mistaken_at or self.at


@dataclass(frozen=True)
class FollowUp:
    """Who has a concern and what they do next. `news_at`: since when its poster was told something they have not read.

    Concerns that were received before next steps were kept have no holder and no clock here.
    """

    held_by: UUID | None = None
    held_since: datetime | None = None
    step: NextStep | None = None
    step_due_at: datetime | None = None
    lines: tuple[LineBack, ...] = ()
    news_at: datetime | None = None
    heard_at: datetime | None = None

    def clock(self, now: datetime) -> Deadline | None:
        """Return the clock of the next step, if there is one."""
        return deadline(self.step_due_at, now=now) if self.step_due_at is not None else None

    @property
    def unread_since(self) -> datetime | None:
        """Since when a line back waits to be read by its poster, whoever has the concern now."""
        return max((line.told_at for line in self.lines if line.heard_at is None), default=None)

    @property
    def facts(self) -> dict[str, str]:
        """The step and its clock as a receipt repeats them; empty without one."""
        if self.step is None or self.step_due_at is None:
            return {}
        return step_facts(self.step, self.step_due_at)


def step_facts(step: NextStep, due_at: datetime) -> dict[str, str]:
    """Return a next step as a receipt says it; one that goes on in the case has no clock here."""
    due = {} if step is NextStep.IN_CASE else {"step_due": due_at.isoformat()}
    return {"step": step.value} | due


def followed_up(before: FollowUp, said: Said, posted_by: UUID | None) -> FollowUp:
    """Return it after one more receipt. What somebody else than its poster says is news to them."""
    after = _AFTER.get(said.kind)
    if after is None:
        return before
    return after(before, said, before.news_at if said.by == posted_by else said.at)


def _received(before: FollowUp, said: Said, news_at: datetime | None) -> FollowUp:
    if "step" not in said.facts:
        return before
    return replace(_stepped(before, said, None), held_by=said.by, held_since=said.at, news_at=news_at)


def _stepped(before: FollowUp, said: Said, _news_at: datetime | None) -> FollowUp:
    due = said.facts.get("step_due")
    due_at = datetime.fromisoformat(due) if due else None
    return replace(before, step=NextStep(said.facts["step"]), step_due_at=due_at)


def _handed(before: FollowUp, said: Said, news_at: datetime | None) -> FollowUp:
    return replace(before, held_by=UUID(said.facts["to"]), held_since=said.at, news_at=news_at)


def _given_back(before: FollowUp, _said: Said, _news_at: datetime | None) -> FollowUp:
    # That nobody has it any more is no news; what they were told to do still is.
    return replace(before, held_by=None, held_since=None, news_at=before.unread_since)


def _answered(before: FollowUp, said: Said, news_at: datetime | None) -> FollowUp:
    line = LineBack(
        id=UUID(said.facts["line"]),
        answer=AnswerBack(said.facts["answer"]),
        by=said.by,
        at=said.at,
        digest=said.facts.get("digest", ""),
    )
    return replace(before, lines=(*before.lines, line), news_at=news_at)


def _unsaid(before: FollowUp, said: Said, news_at: datetime | None) -> FollowUp:
    # Whoever read it may have acted on it: that it was a mistake is to be read too.
    lines = tuple(
        replace(one, mistaken_at=said.at, heard_at=None) if str(one.id) == said.facts["line"] else one
        for one in before.lines
    )
    return replace(before, lines=lines, news_at=news_at)


def _heard(before: FollowUp, said: Said, _news_at: datetime | None) -> FollowUp:
    lines = tuple(one if one.heard_at else replace(one, heard_at=said.at) for one in before.lines)
    return replace(before, lines=lines, news_at=None, heard_at=said.at)


def _closed(before: FollowUp, said: Said, news_at: datetime | None) -> FollowUp:
    told = news_at if "news" in said.facts else before.news_at
    return FollowUp(lines=before.lines, news_at=told, heard_at=before.heard_at)


def _anew(before: FollowUp, _said: Said, _news_at: datetime | None) -> FollowUp:
    return FollowUp(lines=before.lines, news_at=before.unread_since, heard_at=before.heard_at)


_AFTER: Mapping[str, Callable[[FollowUp, Said, datetime | None], FollowUp]] = {
    Word.ACKNOWLEDGED: _received,
    Word.STEP: _stepped,
    Word.HANDED: _handed,
    Word.GIVEN_BACK: _given_back,
    Word.ANSWERED: _answered,
    Word.UNSAID: _unsaid,
    Word.HEARD: _heard,
    Word.CLOSED: _closed,
    Word.REOPENED: _anew,
    Word.COUNTS: _anew,
    Word.MISTAKEN: _anew,
}
"""What each receipt changes, given what is then news to the poster."""

"""What stands first on Today, red until a person acknowledged it: a *now* that nobody has, a line nobody has read.

It is asked of the receipts every time, so it is there again after signing out and in. Nothing sealed is opened, but
the words that were sealed to this person alone.
"""

from dataclasses import dataclass

from sqlalchemy import or_

from app.access.scope import has, scoped
from app.concerns.concern_status import ConcernStatus, concern_statuses, posted_by_them
from app.concerns.meetings_now import MeetingNow, meetings_now
from app.concerns.receipts import Delivery, deliveries_to_poster, delivery_from
from app.concerns.today import may_be_now, waiting_concerns
from app.concerns.waiting_again import waits_in_lists
from app.foundation.permissions import Permission
from app.foundation.vocabulary.urgencies import Urgency
from app.unit_of_work import UnitOfWork
from models.concern import Concern


@dataclass(frozen=True)
class FirstThings:
    """What this person raised and nobody has, what others raised *now*, meetings marked so, and news not read yet."""

    not_received: tuple[Delivery, ...] = ()
    to_receive: tuple[Delivery, ...] = ()
    meetings: tuple[MeetingNow, ...] = ()
    news: tuple[Delivery, ...] = ()
    may_take: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.not_received or self.to_receive or self.meetings or self.news)


def first_things(work: UnitOfWork) -> FirstThings:
    """Return what stands first for this person, what has waited longest on top."""
    own = _own_posts(work)
    own_ids = {each.id for each in own}
    seen = deliveries_to_poster(work, own)
    to_receive = tuple(
        delivery_from(work, each, work.person.base_id)
        for each in waiting_concerns(work)
        if each.urgency is Urgency.NOW and each.id not in own_ids
    )
    return FirstThings(
        not_received=tuple(each for each in seen if each.must_call),
        to_receive=to_receive,
        meetings=meetings_now(work),
        news=tuple(each for each in seen if each.has_news and (each.clock is None or each.has_unread_lines)),
        may_take=has(work, Permission.CONCERN_TRIAGE),
    )


def not_received(work: UnitOfWork) -> tuple[Delivery, ...]:
    """Return what this person raised that nobody has received, and about which they must call."""
    return tuple(each for each in deliveries_to_poster(work, _own_posts(work)) if each.must_call)


def _own_posts(work: UnitOfWork) -> list[ConcernStatus]:
    """Return what this person raised that waits, or of which they have not read everything, oldest first."""
    if not has(work, Permission.CONCERN_POST):
        return []
    perhaps = or_(
        waits_in_lists(work, Concern, Permission.CONCERN_POST),
        Concern.news_at.is_not(None),
        may_be_now(work),
    )
    query = scoped(work, Concern, Permission.CONCERN_POST).where(perhaps)
    rows = posted_by_them(work, work.session.scalars(query).all())
    # Those made for each of several children repeat what is waited for already.
    found = [each for each in concern_statuses(work, rows).values() if each.copy_of is None]
    return sorted(found, key=lambda each: (each.posted_at, each.reference))

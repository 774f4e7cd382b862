"""That somebody who reads the language reviewed a version of the packet's template, as a director recorded it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from models.mapping import LiesIn, Tagged, bound, key_material, sealed


class TemplateReview(Tagged):
    """One verdict on one version, in the folder of the key that signs packets; the newest of a version counts."""

    __tablename__ = "template_review"
    lies_in = LiesIn(("signing",))

    id: Mapped[UUID] = bound(primary_key=True)
    folder_id: Mapped[UUID] = bound(ForeignKey("folder.id"))
    # Such as km-3.
    template_version: Mapped[str] = bound(index=True)
    # fit, or not_fit: found wanting later.
    verdict: Mapped[str] = bound()
    reviewed_on: Mapped[date] = bound()
    recorded_by: Mapped[UUID] = bound(ForeignKey("staff_member.id"))
    recorded_at: Mapped[datetime] = bound()
    # The director's, over all of the above: who hands a file over has no key of this folder.
    signature: Mapped[bytes | None] = key_material()
    # Who reviewed it, and how.
    reviewer: Mapped[bytes] = sealed()

"""What a form said that was saved, as a digest that only its sender can make."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from models.mapping import Model, derived, free, key_material


class SentForm(Model):
    """One form that was saved, kept for a day: nobody but its sender can tell which, what it said, or whose it was."""

    __tablename__ = "sent_form"

    # A keyed digest of the record or the step that the form was about.
    id: Mapped[UUID] = derived(primary_key=True, by="a secret that only its sender has")
    # A keyed digest of what was typed.
    said: Mapped[bytes] = key_material()
    sent_at: Mapped[datetime] = free(
        index=True,
        because="ends the memory sooner or later than a day; a form that is not remembered is asked about",
    )

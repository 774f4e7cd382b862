"""What the organisation needs before allegations about its own people reach somebody who is not one of them."""

from app.foundation.marking import N_
from app.foundation.permissions import Permission
from app.keyring.known_directory import directory_for
from app.keyring.safeguarding_acts import safeguarding_circle
from app.offers.set_up_steps import SetUpStep
from app.safeguarding.outside_member import outside_has_card, outside_member
from app.unit_of_work import UnitOfWork


def set_up_steps(work: UnitOfWork) -> tuple[SetUpStep, ...]:
    """Return the steps. They say what there is, and nothing of what was sent."""
    return (
        SetUpStep(
            what=N_("Somebody outside whom people can call about our own"),
            why=N_(
                "Whoever has something to say about a colleague must be able to say it to somebody who is none."
            ),
            is_done=outside_member(work) is not None,
            endpoint="settings.edit_outside_member",
            permission=Permission.BASE_MANAGE,
            by=N_("A director writes down who it is."),
        ),
        SetUpStep(
            what=N_("A safeguarding circle"),
            why=N_(
                "Until somebody is its member, nothing about our own people can be stored, only said on the telephone."
            ),
            is_done=safeguarding_circle(directory_for(work)) is not None,
            endpoint="accounts.list_accounts",
            permission=Permission.BASE_MANAGE,
            by=N_("A director names a focal point, who opens it."),
        ),
        SetUpStep(
            what=N_("A card for the outside member"),
            why=N_("With it they read what is sent, without an account that a director could close."),
            is_done=outside_has_card(work),
            endpoint="who_reads.show_who",
            permission=Permission.SAFEGUARDING_AGREE,
            by=N_("A member of the circle makes it with both recovery cards."),
        ),
    )

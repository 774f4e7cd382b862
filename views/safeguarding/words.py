"""How changes of the safeguarding circle, and what may be agreed to, are said."""

from flask_babel import gettext as _

from app.foundation.marking import N_
from app.keyring.safeguarding_acts import ActKind, ChangeKind, Voucher
from app.safeguarding.agreeing import Proposal, mark_of_act

VOUCHERS: dict[Voucher, str] = {
    Voucher.MEMBER: N_("a member of the circle"),
    Voucher.OUTSIDE: N_("the outside member"),
    Voucher.KIT: N_("both recovery cards"),
}

CHANGES: dict[ChangeKind, str] = {
    ChangeKind.BEGUN: N_("began the circle"),
    ChangeKind.BEGUN_ANEW: N_("began the circle anew, as two of three agreed"),
    ChangeKind.ADMITTED: N_("was admitted by a member"),
    ChangeKind.SUSPENDED: N_("is out for now: the account was closed, or has new keys"),
    ChangeKind.UN_NAMED: N_("is no longer named, as two of three agreed"),
    ChangeKind.OUTSIDE_WRITTEN: N_("is written down as the outside member"),
    ChangeKind.OUTSIDE_CARD: N_("has a card as the outside member"),
    ChangeKind.KIT_COUNTS: N_("New recovery cards count here"),
}


def act_words(proposal: Proposal) -> str:
    """Say what an act does, in the page's language."""
    match proposal.act.kind:
        case ActKind.UN_NAME:
            return str(_("%(name)s is a member no more", name=proposal.person))
        case ActKind.TAKE_UP:
            return str(_("%(name)s begins the circle anew", name=proposal.person))
        case ActKind.OUTSIDE:
            return str(
                _(
                    "%(name)s, %(phone)s, becomes the outside member",
                    name=proposal.act.name,
                    phone=proposal.act.phone,
                )
            )
        case ActKind.CARD:
            return str(_("%(name)s gets another card as the outside member", name=proposal.person))
        case ActKind.KIT:
            return str(_("The newest recovery cards count for the circle"))


def refusal_words(proposal: Proposal) -> str:
    """Say what refusing an act does, in the page's language."""
    return str(_("Refuse: %(what)s", what=act_words(proposal)))


def choices_for_cards(listed: tuple[Proposal, ...]) -> list[tuple[str, str]]:
    """Return what both cards may agree to, as a form offers it."""
    offered = [(each.mark, act_words(each)) for each in listed if each.act.kind is not ActKind.CARD]
    refusals = [
        (mark_of_act(each.act.refusal()), refusal_words(each)) for each in listed if each.is_under_way
    ]
    return offered + refusals

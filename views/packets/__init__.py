"""Referral packets: one blueprint in four files."""

from views.packets import approving as approving
from views.packets import drafting as drafting
from views.packets import leaving as leaving
from views.packets import verifying as verifying
from views.packets.blueprint import bp as bp

"""Closing the account of somebody who leaves: what they hold is shown, and given to others, first."""

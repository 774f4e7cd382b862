"""Which pages a browser may print as they are: those that never show a child's name, looks or words (decision 0049).

Any other page prints only how to get a numbered sheet, so that a new room cannot put names on paper by forgetting it.
"""

PRINTED = frozenset(
    {
        "accounts.invite",
        "accounts.list_accounts",
        "accounts.show_account",
        "audit.show_trail",
        "audit.verify",
        "bases.list_bases",
        "cases.list_cases",
        "concerns.list_concerns",
        "outreach.list_shifts",
        "packets.list_packets",
        "restoration_review.show_review",
        "restoration_review.show_work",
        "settings.show_checkpoint",
        "settings.show_circles",
        "settings.show_keys",
        "settings.show_licences",
        "settings.show_settings",
        "sheets.list_sheets",
        "sweeps.show_sweeps",
        "sweeps.show_sweep",
    }
)
"""Their names; in print, whatever marks a child's name in them is left out as well."""

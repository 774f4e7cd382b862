"""Set-up: the organisation, its first director and its recovery cards, walked through step by step."""

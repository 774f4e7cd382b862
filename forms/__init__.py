"""Forms: what may be typed, checked beside the field, before a service sees it."""

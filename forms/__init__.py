"""Forms: what people may type, checked beside the field before a service sees it."""

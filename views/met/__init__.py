"""Children who were met and are not yet known."""

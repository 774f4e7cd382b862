"""Pages of what was written by mistake, of earlier versions, and of what waits for a second person."""

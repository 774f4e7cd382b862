"""Home visits: planned, made by a pair who check out and are looked for, and what was found there."""

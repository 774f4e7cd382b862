"""Loading a case, and its records: how they are begun, edited and read, whichever room they are of."""

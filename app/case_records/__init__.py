"""Loading a case and its records: how every room begins, edits and reads them."""

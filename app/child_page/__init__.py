"""A child's road on one page, limited to the reader's keys; reads many rooms and writes nothing."""

"""A child's road in order: what every room tells of it, limited to the reader's keys."""

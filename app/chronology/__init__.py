"""A child's road in order: what every room tells of it, cut to what the reader holds."""

"""A child's road on one page, cut to what its reader holds; reads many rooms and writes nothing."""

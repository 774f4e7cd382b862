"""Which nights reach whom: areas and hours, and children who were not met for weeks."""

"""Permission and scope: which of the three locks let a person through, and the gate that ends every work."""

"""Who a child is: profile, safe contact, emergency sheet, and the names to find a child by."""

"""Who a child is: profile, safe contact, emergency sheet, and the names by which a child is found."""

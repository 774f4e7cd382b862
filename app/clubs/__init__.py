"""Kids' clubs: what each is, who leads it, its sessions, and the register of who came."""

"""Sign-in: sessions, proof of the password, what a person's keys remember, and forms rescued between two sessions."""

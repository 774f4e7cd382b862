"""How a child stays safe meanwhile: who does what by when, warning signs, whom to call, and the day to look again."""

"""The commands behind the front door, for the person who looks after the machine."""

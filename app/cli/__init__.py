"""The commands behind the front door, for whoever looks after the machine."""

"""What a room offers to those who gather: its part of a road, what it has due, what changed in it, its words."""

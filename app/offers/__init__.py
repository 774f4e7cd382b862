"""What a room offers to rooms that gather: its part of a road, what is due, what changed, and its words."""

"""The coded lists shown on screens: one list a file, with English labels marked for translation."""

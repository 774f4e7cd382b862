"""The coded lists shown on screens: one list per file, with English labels marked for translation."""

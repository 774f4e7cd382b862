"""For people who maintain the system but read no cases: what runs here, its key directory, its signed heads."""

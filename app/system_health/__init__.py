"""What those see who keep the system and not the cases: what runs here, its key directory, its signed heads."""

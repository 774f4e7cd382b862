"""The words practice is made of: names, and what people say and write."""

"""Sweeps: somebody with the keys has every row of a base checked, because no page shows a row that was hidden."""

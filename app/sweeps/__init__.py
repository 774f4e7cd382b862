"""Sweeps: somebody with the keys has every row of a base looked at, because a row that was hidden shows nowhere."""

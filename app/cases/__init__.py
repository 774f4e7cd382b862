"""Work for one child: opening a case, its risk, who works on it, its tasks and notes, and the stage table."""

"""Runs one command: `python -m app.cli COMMAND`, which is what the front door script does."""

import sys

from app.cli.commands import main
from app.cli.quiet import keep_values_out
from app.foundation.own_process import keep_to_itself

keep_to_itself()

keep_values_out()
sys.exit(main())

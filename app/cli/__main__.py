"""Runs one command: `python -m app.cli COMMAND`, which is what the front door script does."""

import sys

from app.cli.commands import main
from app.cli.quiet import keep_values_out

keep_values_out()
sys.exit(main())

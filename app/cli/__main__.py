"""Runs one command: `python -m app.cli COMMAND`, which is what the front door script does."""

import sys

from app.cli.commands import main

sys.exit(main())

"""Gunicorn's own log, without anything visitors sent."""

import logging
import sys
from typing import Any

from gunicorn.glogging import Logger

from app.foundation.code_lines import code_lines


class QuietLogger(Logger):
    """Gunicorn's log. While an error is being handled, it logs only the error's code lines.

    Gunicorn itself would name the requested address, the visitor's address, and the header or line it could not read.
    """

    def log(self, lvl: Any, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log one line at a level."""
        error = sys.exception()
        if error is None:
            super().log(lvl, msg, *args, **kwargs)
        else:
            super().log(lvl, "while serving\n%s", code_lines(error))

    def critical(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log what ends the server."""
        self.log(logging.CRITICAL, msg, *args, **kwargs)

    def error(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log what failed."""
        self.log(logging.ERROR, msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log what failed, with its error."""
        self.log(logging.ERROR, msg, *args, **kwargs)

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log what was refused."""
        self.log(logging.WARNING, msg, *args, **kwargs)

"""Logs the route and the code lines of a request that failed, and nothing that was sent or shown."""

import logging

from flask import Flask, has_request_context, request

from app.foundation.code_lines import code_lines

log = logging.getLogger("wayhome")


def log_failure(error: BaseException) -> None:
    """Log an unexpected error, with the endpoint and not the address, which may contain typed values."""
    endpoint = request.endpoint if has_request_context() else None
    log.error("unforeseen error on %s\n%s", endpoint, code_lines(error))


class QuietFlask(Flask):
    """Flask, which would itself log address, message and traceback when an error page fails as well."""

    def log_exception(self, exc_info: object) -> None:
        """Log it like everything else."""
        error = exc_info[1] if isinstance(exc_info, tuple) else None
        if isinstance(error, BaseException):
            log_failure(error)

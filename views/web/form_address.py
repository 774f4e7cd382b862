"""Says at which address a form was, so that what was kept of it can be given back there."""

import re
from urllib.parse import urlencode

from flask import request

_NAME = re.compile(r"[a-z]{1,20}")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OF_THE_DRAFT = "restore"


def form_address() -> str:
    """Return the path of this request, with the records its query names, such as the child of `/cases/new?child=…`.

    Ids only: words in an address might be somebody's name.
    """
    named = {
        (name, value)
        for name, value in request.args.items(multi=True)
        if name != _OF_THE_DRAFT and _NAME.fullmatch(name) and _ID.fullmatch(value)
    }
    return f"{request.path}?{urlencode(sorted(named))}" if named else request.path

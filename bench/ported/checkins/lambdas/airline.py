"""The airline's API."""
import json
import os
import urllib.error
import urllib.request


class AirlineError(Exception):
    """The API failed."""


class NotFound(Exception):
    """No such reservation."""


class TooMany(Exception):
    """Too many requests."""


def get(path):
    try:
        with urllib.request.urlopen(f"{os.environ['AIRLINE_URL']}{path}", timeout=5) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        raise {404: NotFound, 429: TooMany}.get(error.code, AirlineError)(path) from error

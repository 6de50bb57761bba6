"""Pitfalls of Python, beside similar code that is right."""
import ast

from checks.pitfalls import pitfalls
from tests.fixtures.cases import cases

CLIENT = "from botocore.exceptions import ClientError\n"


def kinds(text):
    """["strip", ...] of a module's text."""
    return [kind for kind, *_rest in pitfalls(text, ast.parse(text))]


@cases("text, expected", [
    ("def f(x):\n    return x.lstrip('room#')", ["strip"]),
    ("def f(x):\n    return x.rstrip('.json')", ["strip"]),
    ("def f(x):\n    return x.removeprefix('room#')", []),
    ("def f(x):\n    return x.rstrip('/ ')", []),
    ("def f(x):\n    return x.lstrip('0')", []),
    ("def f(x):\n    return x.lstrip('abcdef')", []),
    ("def f(x, y):\n    return x.lstrip(y)", []),
    ("from datetime import date\nTODAY = date.today()\ndef f():\n    return TODAY", ["stale"]),
    ("import datetime\nTODAY = datetime.date.today().isoformat()\ndef f():\n    return TODAY", ["stale"]),
    ("from datetime import datetime\nDAY = datetime.now().strftime('%Y-%m-%d')\ndef f():\n    return DAY", ["stale"]),
    ("from datetime import datetime, UTC\nDAY = datetime.now(UTC).date()\ndef f():\n    return DAY", ["stale"]),
    ("from datetime import datetime\nLOADED = datetime.now()\ndef f():\n    return LOADED", []),
    ("from datetime import datetime\nLOADED = datetime.now().strftime('%H:%M')\ndef f():\n    return LOADED", []),
    ("from datetime import date\nTODAY = date.today()", []),
    ("from datetime import date\ndef f():\n    today = date.today()\n    return today", []),
    ("bad = []\ndef f(x):\n    bad.append(x)\n    return {'batchItemFailures': bad}", ["kept"]),
    ("bad = []\ndef f(x):\n    bad.clear()\n    bad.append(x)\n    return {'batchItemFailures': bad}", []),
    ("bad = []\ndef f(x):\n    global bad\n    bad = []\n    bad.append(x)\n    return {'batchItemFailures': bad}", []),
    ("def f(x):\n    bad = []\n    bad.append(x)\n    return {'batchItemFailures': bad}", []),
    ("seen = []\ndef f(x):\n    seen.append(x)\n    return {'count': len(seen)}", []),
    (CLIENT + "def f():\n    try:\n        g()\n    except ClientError as e:\n        return e.code", ["attribute"]),
    (CLIENT + "def f():\n    try:\n        g()\n    except ClientError as e:\n        return e.response, e.args", []),
    ("def f():\n    try:\n        g()\n    except KeyError as e:\n        return e.message", ["attribute"]),
    ("def f():\n    try:\n        g()\n    except Exception as e:\n        return e.message", []),
    ("def f():\n    try:\n        g()\n    except OSError as e:\n        return e.anything", []),
    ("from urllib.error import HTTPError\ntry:\n    g()\nexcept HTTPError as e:\n    print(e.status_code)", ["attribute"]),
    ("from urllib.error import HTTPError\ntry:\n    g()\nexcept HTTPError as e:\n    print(e.code, e.reason)", []),
    ("from requests import HTTPError\ntry:\n    g()\nexcept HTTPError as e:\n    print(e.response)", []),
    ("try:\n    g()\nexcept (KeyError, ValueError) as e:\n    print(e.message)", []),
])
def test_a_pitfall_is_found_and_similar_right_code_is_not(text, expected):
    assert kinds(text) == expected

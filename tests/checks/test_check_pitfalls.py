"""Pitfalls of Python, beside similar code that is right."""
import ast

from checks.files import pitfalls
from tests.fixtures.cases import results

CLIENT = "from botocore.exceptions import ClientError\n"


def kinds(text):
    """["strip", ...] of a module's text."""
    return [kind for kind, *_rest in pitfalls(text, ast.parse(text))]


test_a_pitfall_is_found_and_similar_right_code_is_not = results(kinds, [
    ("def f(x):\n    return x.lstrip('room#')", ["strip"]),
    ("def f(x):\n    return x.rstrip('.json')", ["strip"]),
    ("def f(x):\n    return x.removeprefix('room#')", []),
    ("def f(x):\n    return x.rstrip('/ ')", []),
    ("def f(x):\n    return x.lstrip('0')", []),
    ("def f(x):\n    return x.lstrip('abcdef')", []),
    ("def f(x, y):\n    return x.lstrip(y)", []),
    *((f"TITLE, HEX = 'dr.', '0123456789abcdef'\nTITLE = 'dr.'\ndef f(x, kind, prefix):\n    return x.{code}", expected)
      for code, expected in [
        ("lstrip('dr.')", ["strip"]), ("lstrip(TITLE)", ["strip"]), ("rstrip('.gz')", ["strip"]), ("strip('s3://')", ["strip"]),
        ("lstrip('s3://')", ["strip"]), ("rstrip('/v1')", ["strip"]), ("lstrip('id-')", ["strip"]), ("lstrip(f'{kind}#')", ["strip"]), ("lstrip(prefix)", ["strip"]),
        ("strip('uploads/')", ["strip"]), ("strip(' \\t\\n')", []), ("strip('{}[]')", []), ("rstrip(' kg')", []),
        ("rstrip('px')", []), ("strip('xX-')", []), ("lstrip('+-eE')", []), ("rstrip('.0')", []), ("rstrip('.,;')", [])]),
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
    *((f"import html\nfrom pathlib import Path\nTITLES = {{'name': 'Orders'}}\nPAGE = '<p>%s</p>'\nLETTER = Path('letter.html').read_text()\n"
       f"def f(row, event):\n    {code}", expected) for code, expected in [
        ("return f\"<p>{row['name']}</p>\"", ["html"]), ("return f\"<p>{html.escape(row['name'])}</p>\"", []),
        ("return f\"<p>{row['count']}</p>\"", []), ("return f\"Hello {row['name']}\"", []),
        ("return PAGE % row['name']", ["html"]), ("return PAGE % html.escape(row['name'])", []),
        ("return LETTER.format(name=row['name'], day=row['day'])", ["html"]), ("return LETTER.format(name=html.escape(row['name']))", []),
        ("return '<li>{}</li>'.format(row.get('title', ''))", ["html"]), ("return f\"a < b > {row['name']}\"", []),
        ("name = row['name']\n    return f'<h1>{name}</h1>'", ["html"]), ("name = html.escape(row['name'])\n    return f'<h1>{name}</h1>'", []),
        ("words = event['queryStringParameters']\n    return f\"<p>{words['x']}</p>\"", ["html"]),
        ("row = {key: html.escape(value) for key, value in row.items()}\n    return f\"<p>{row['name']}</p>\"", []),
        ("return ''.join(f\"<li>{html.escape(one['name'])} {one['text']}</li>\" for one in row)", ["html"]),
        ("return ''.join(f\"<li>{name}</li>\" for name in map(html.escape, row))", []),
        ("return PAGE % row['text'].replace('\\n', '<br>')", ["html"]), ("return PAGE % row['text'].replace('<', '&lt;')", []),
        ("return PAGE % html.escape(row['text']).replace('\\n', '<br>')", []), ("return PAGE % (row['name'] or '')", ["html"]),
        ("return f\"<h1>{TITLES['name']}</h1>\"", []),
        ("return f\"<p>{int(row['name'])}</p>\"", []), ("return f\"<{row['name']}>\"", [])]),
    *((f"{CLIENT}def f():\n    try:\n        g()\n    except ClientError as error:\n        {code}", expected) for code, expected in [
        ("return error.response['Error']['CancellationReasons'][0]", ["error-field"]), ("return error.response['Item']", []),
        ("return error.response['CancellationReasons'][0]['Code']", []), ("return error.response['Error']['Item']", ["error-field"]),
        ("return error.response['CancellationReasons']['Code']", ["error-field"]), ("return error.response['Code']", ["error-field"]),
        ("return error.response.get('Error', {}).get('HTTPStatusCode')", ["error-field"]), ("return error.response.json()", ["attribute"]),
        ("return error.response['ResponseMetadata']['HTTPStatusCode']", []), ("return error.response['StatusCode']", ["error-field"]),
        ("info = error.response['Error']\n        return info['message']", ["error-field"]), ("return error.response['message']", []),
        ("info = error.response['Error']\n        return info['Message']", []), ("return g.body['Error']['Item']", [])]),
    (CLIENT + "def f():\n    try:\n        g()\n    except ClientError as e:\n        return e.code", ["attribute"]),
    (CLIENT + "def f():\n    try:\n        g()\n    except ClientError as e:\n        return e.response, e.args", []),
    ("def f():\n    try:\n        g()\n    except KeyError as e:\n        return e.message", ["attribute"]),
    ("def f():\n    try:\n        g()\n    except Exception as e:\n        return e.message", []),
    ("def f():\n    try:\n        g()\n    except OSError as e:\n        return e.anything", []),
    ("from urllib.error import HTTPError\ntry:\n    g()\nexcept HTTPError as e:\n    print(e.status_code)", ["attribute"]),
    ("from urllib.error import HTTPError\ntry:\n    g()\nexcept HTTPError as e:\n    print(e.code, e.reason)", []),
    ("from requests import HTTPError\ntry:\n    g()\nexcept HTTPError as e:\n    print(e.response)", []),
    ("try:\n    g()\nexcept (KeyError, ValueError) as e:\n    print(e.message)", ["attribute"]),
])

"""Requests of other systems: timeouts, remaining time, keys of repeated requests, values of secrets, names of headers."""
from tests.fixtures.checks import finds

GET = "infra:\n  endpoint: {method: GET, path: /stars, api: public}\n---\n"
OK = "\nreturn {'statusCode': 200, 'body': token or ''}"
HEADERS = [
    (GET + "token = event['headers'].get('X-Token')" + OK, ["P413"]),
    (GET + "token = event['headers']['Authorization']" + OK, []),
    (GET + "token = event['headers']['X-Api-Token']" + OK, ["P413"]),
    (GET + "token = event['headers'].get('Authorization', '')" + OK, []),
    (GET + "token = event['headers'].get('x-token') or event['headers'].get('X-Token')" + OK, []),
    (GET + "headers = event['headers'] or {}\ntoken = headers.get('X-Token')" + OK, ["P413"]),
    (GET + "token = event['headers'].get('X-Forwarded-For')" + OK, []),
    (GET + "token = event['headers'].get('x-token')" + OK, ["P413"]), (GET + "token = event['headers'].get('accept')" + OK, []),
    (GET + "token = event['headers']['Content-Type']" + OK, ["P413"]),
    (GET + "headers = event['headers']\ntoken = headers.get('Content-Type') or headers.get('content-type')" + OK, []),
    ("infra:\n  url: {api: public}\n---\ntoken = event['headers'].get('x-token')" + OK, []),
    (GET + "headers = {name.lower(): value for name, value in event['headers'].items()}\n"
     "token = headers.get('x-token')" + OK, []),
    (GET + "from requests.structures import CaseInsensitiveDict\n\n\ndef handler(event, context):\n"
     "    return {'statusCode': 200, 'body': CaseInsensitiveDict(event['headers'])['X-Token']}", ["P110"]),
]
TIME = "def left(context):\n    return context.get_remaining_time_in_millis()\n\n\ndef handler(event, context):\n" \
    "    for row in event['rows']:\n        if %s:\n            break\n        print(row)"
LEFT = [
    (TIME % "left(context) < 5", ["P609"]), (TIME % "left(context) < 5000", []), (TIME % "left(context) / 1000 < 5", []),
    (TIME % "30 >= left(context)", ["P609"]), (TIME % "left(context) <= 0", []), (TIME % "left(context) - 100 < 10", ["P609"]),
    (TIME % "left(context) < event['least']", []), (TIME % "left(context) // 1000 <= 60", []),
    ("def handler(event, context):\n    time.sleep(context.get_remaining_time_in_millis())", ["P609"]),
    ("def handler(event, context):\n    time.sleep(context.get_remaining_time_in_millis() / 2000)", []),
]
URL = "import urllib.request\n\n\ndef handler(event, context):\n    with urllib.request.urlopen(%s) as response:\n" \
    "        return response.status"
TRIED = "import urllib.request\n\n\ndef handler(event, context):\n    try:\n        return urllib.request.urlopen(%s).status\n" \
    "    except OSError:\n        return 0"
TIMEOUTS = [
    (URL % "event['url']", []), (TRIED % "event['url']", ["P608"]), (TRIED % "event['url'], timeout=2", []), (URL % "event['url'], timeout=2", []), (URL % "event['url'], None, 2", []),
    (TRIED % "event['url'], timeout=None", ["P608"]), (URL % "event['url'], **event['options']", []),
    ("import socket\n\nsocket.setdefaulttimeout(3)\n" + URL % "event['url']", []),
    ("import http.client\n\n\ndef handler(event, context):\n    try:\n        http.client.HTTPSConnection('a.example')\n"
     "    except OSError:\n        pass", ["P608"]),
    ("import http.client\n\n\ndef handler(event, context):\n    http.client.HTTPSConnection('a.example', timeout=2)", []),
    ("from urllib.request import urlopen as fetch\n\n\ndef handler(event, context):\n    try:\n        return fetch(event['url'])"
     ".status\n    except OSError:\n        return 0", ["P608"]),
]
SECRET = "import hmac\nimport urllib.request\n\nNAME = os.environ['DEMO_PAY_SECRET']\n\n\ndef value():\n" \
    "    return boto3.client('secretsmanager').get_secret_value(SecretId=NAME)['SecretString']\n\n\n" \
    "def handler(event, context):\n    print(hmac, urllib.request, value)\n    %s"
REQUEST = "urllib.request.Request('https://a.example', headers={'Authorization': f'Bearer {%s}'})"
SECRETS = [
    (SECRET % REQUEST % "NAME", ["P705"]), (SECRET % REQUEST % "value()", []),
    (SECRET % "return event['token'] == NAME", ["P705"]), (SECRET % "return event['token'] == value()", []),
    (SECRET % "return hmac.new(NAME.encode(), b'a', 'sha256').hexdigest()", ["P705"]),
    (SECRET % "return hmac.new(value().encode(), b'a', 'sha256').hexdigest()", []),
    (SECRET % "return urllib.request.Request('http://localhost:2773/secretsmanager/get?secretId=' + NAME)", []),
    (SECRET.replace("DEMO_PAY_SECRET", "TOKEN").replace("SecretId=NAME", "SecretId=os.environ['DEMO_A_SECRET']")
     % REQUEST % "NAME", []),
]

test_requests_that_fail_are_found_and_right_ones_pass = finds([*HEADERS, *LEFT, *TIMEOUTS, *SECRETS], env="{TOKEN: abc}")

PAY = "infra:\n  %s\n---\nimport urllib.request\nimport uuid\n\n\ndef handler(event, context):\n    print(uuid)\n" \
    "    request = urllib.request.Request('https://pay.example', b'a', {'Idempotency-Key': %s})\n" \
    "    urllib.request.urlopen(request, timeout=2)"
ENDPOINT = "endpoint: {method: POST, path: /orders, api: public}"

test_a_key_is_the_same_for_each_try = finds([
    ("queue: {}", "str(uuid.uuid4())", ["P431"]), ("topic: {}", "uuid.uuid4().hex", ["P431"]),
    ("queue: {}", "event['Records'][0]['messageId']", []), (ENDPOINT, "str(uuid.uuid4())", [])],
    app=lambda trigger, key: PAY % (trigger, key), only=["P431"])

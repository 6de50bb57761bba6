"""Types that Python or a request does not accept: digits of quantize(), headers, and texts instead of bytes."""
from tests.fixtures.checks import finds

test_a_digest_is_of_bytes = finds([
    ("import hashlib\nreturn hashlib.sha256(json.dumps(event)).hexdigest()", ["P127"]), ("import hashlib\nreturn hashlib.sha256(json.dumps(event).encode()).hexdigest()", []),
    ("import hmac\nreturn hmac.new('key', json.dumps(event).encode(), 'sha256').hexdigest()", ["P127"]),
    ("import hmac\nreturn hmac.new(b'key', json.dumps(event).encode(), 'sha256').hexdigest()", []), ("import gzip\nreturn len(gzip.compress('a'))", ["P127"]),
    ("import base64\nreturn base64.b64decode(json.dumps(event)).decode()", []), ("import zlib\nreturn zlib.crc32(event['text'])", []),
])

D = "return str(Decimal(event['a']).quantize(Decimal('"

test_quantize_takes_the_digits_of_its_argument = finds([
    (D + "2')))", ["P151"]),
    (D + "1')))", []),
    (D + "0.01')))", []),
    (D + "1e-2')))", []),
])

REQUEST = "infra:\n  endpoint:\n    method: PUT\n    path: /a\n    api: public\n" \
    "    schema: {type: object, required: [minutes], properties: {minutes: {type: integer}}}\n  timeout: 30\n---\n" \
    "import urllib.request\n\n\ndef handler(event, context):\n    minutes = json.loads(event['body'])['minutes']\n" \
    "    request = urllib.request.Request('https://example.com', headers={'X-Tons': "

test_a_header_is_a_text = finds([
    (REQUEST + "minutes})\n    with urllib.request.urlopen(request, timeout=5) as response:\n"
     "        return {'statusCode': response.status}", ["P124"]),
    (REQUEST + "str(minutes)})\n    with urllib.request.urlopen(request, timeout=5) as response:\n"
     "        return {'statusCode': response.status}", []),
    (REQUEST + "minutes * 0.5})\n    with urllib.request.urlopen(request, timeout=5) as response:\n"
     "        return {'statusCode': response.status}", ["P124"]),
    (REQUEST + "f'{minutes}'})\n    with urllib.request.urlopen(request, timeout=5) as response:\n"
     "        return {'statusCode': response.status}", []),
])

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

BILL = "from dataclasses import dataclass, field\nfrom decimal import Decimal\n\nCENT = Decimal('0.01')\n\n\n" \
    "def cents(amount):\n    return amount.quantize(CENT)\n\n\n@dataclass\nclass Bill:\n" \
    "    lines: list = field(default_factory=list)\n\n    @property\n    def total(self):\n        %s\n\n\n" \
    "def handler(event, context):\n    bill = Bill()\n    for price in event['prices']:\n" \
    "        bill.lines.append(Decimal(price))\n    return str(bill.total)"
ROWS = "rows = table.query(KeyConditionExpression=Key('pk').eq('a'))['Items']\n%s"
test_the_sum_of_nothing_is_no_decimal = finds([
    *[(BILL % code, ids) for code, ids in [
        ("return cents(sum(self.lines))", ["P244"]), ("return cents(sum(self.lines, Decimal(0)))", []),
        ("return cents(sum(line for line in self.lines))", ["P244"]), ("return sum(self.lines).quantize(CENT)", ["P244"]),
        ("return cents(sum(self.lines)) if self.lines else Decimal(0)", []),
        ("if not self.lines:\n            return Decimal(0)\n        return cents(sum(self.lines))", []),
        ("return cents(sum(self.lines, start=Decimal(0)))", []), ("return cents(sum(self.lines) or Decimal(0))", []),
        ("return cents(Decimal(sum(self.lines)))", [])]],
    ((BILL % "return cents(sum(self.lines))").replace("return str", "if not bill.lines:\n        return '0'\n    return str"), []),
    ("infra:\n  endpoint:\n    method: POST\n    path: /a\n    api: public\n    schema: {type: object, properties: {a: {type: "
     "array, minItems: 1}}}\n---\n" + BILL % "return cents(sum(self.lines))", []),
    *[("from decimal import Decimal\n" + ROWS % code, ids) for code, ids in [
        ("total = sum(row['a'] for row in rows)\nreturn str(total.quantize(Decimal('1')))", ["P244"]),
        ("if not rows:\n    return 0\nreturn str(sum(row['a'] for row in rows).quantize(Decimal('1')))", []),
        ("assert len(rows) > 0\nreturn str(sum(row['a'] for row in rows).normalize())", []),
        ("return str(sum(row['a'] for row in rows))", []),
        ("total = sum(row['a'] for row in rows)\nif total:\n    total = total.normalize()\nreturn str(total)", [])]],
], only=["P244"])

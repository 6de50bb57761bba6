"""Weeks of a year, cents, tokens and hashes: conversions that are wrong for some values, beside right ones."""
from tests.fixtures.checks import finds

DAY = "from datetime import date\n\nFORMAT = '%%Y-W%%V'\n\n\ndef handler(event, context):\n" \
    "    day = date.fromisoformat(event['day'])\n%s"
WEEKS = [
    ("    return day.strftime('%G-W%V')", []), ("    return day.strftime('%Y-W%V')", ["P132"]),
    ("    return day.strftime(FORMAT)", ["P132"]), ("    return day.strftime('%G-%m-%d')", ["P132"]),
    ("    return f'{day:%G-%j}'", ["P132"]), ("    return f'{day:%Y-%m-%d} in week {day:%V}'", []),
    ("    return f'{day:%G-W%V} ({day:%Y-%m-%d})'", []), ("    return day.strftime('%Y-W%U')", []),
    ("    week = day.isocalendar()[1]\n    return f'{day.year}-W{week:02}'", ["P132"]),
    ("    year, week, _day = day.isocalendar()\n    return f'{year}-W{week:02}'", []),
    ("    year, week, _day = day.isocalendar()\n    return f'{year}-{day.month}'", ["P132"]),
    ("    iso = day.isocalendar()\n    return f'{iso.year}-W{iso.week}'", []),
    ("    iso = day.isocalendar()\n    return f'{day:%Y}-W{iso.week}'", ["P132"]),
    ("    return str(day.year) + '-W' + str(day.isocalendar().week)", ["P132"]),
    ("    return '{}-W{:02}'.format(day.year, day.isocalendar()[1])", ["P132"]),
    ("    return '%d-W%02d' % (day.year, day.isocalendar()[1])", ["P132"]),
    ("    return '{}-W{:02}'.format(*day.isocalendar()[:2])", []),
    ("    return f'{day.year}-{day.month:02}, week {day.isocalendar().week}'", [])]
CENTS = [
    ("return int(float(event['price']) * 100)", ["P133"]), ("return round(float(event['price']) * 100)", []),
    ("return int(round(float(event['price']) * 100))", []), ("return int(Decimal(event['price']) * 100)", []),
    ("import math\nreturn math.floor(100 * float(event['price']))", ["P133"]),
    ("price = float(event['price'])\nreturn int(price * 100)", ["P133"]), ("return int(event['price'] * 100)", []),
    ("return int(float(event['seconds']) * 1000)", []), ("return int(float(event['progress']) * 100)", []),
    ("def cents(price: float):\n    return int(price * 100)\n\n\ndef handler(event, context):\n"
     "    return cents(event['price'])", ["P133"]), ("return int(float(event['price']) * 100 + 0.5)", [])]
TOKEN = "import base64\n\n\ndef token(key):\n    return base64.%s(json.dumps(key).encode())%s.decode()\n\n\n" \
    "def key(text):\n    return json.loads(base64.%s(%s))\n\n\ndef handler(event, context):\n" \
    "    return token(key(event['token']))"
URL, ONE, CUT = ("urlsafe_b64encode", "urlsafe_b64decode"), ("b64encode", "b64decode"), ".rstrip(b'=')"
TOKENS = [
    (TOKEN % (URL[0], "", URL[1], "text"), []), (TOKEN % (ONE[0], "", ONE[1], "text"), []),
    (TOKEN % (URL[0], "", ONE[1], "text"), ["P134"]), (TOKEN % (ONE[0], "", URL[1], "text"), ["P134"]),
    (TOKEN % (URL[0], CUT, URL[1], "text"), ["P134"]), (TOKEN % (URL[0], CUT, URL[1], "text + '=='"), []),
    (TOKEN % (URL[0], "", URL[1], "text.rstrip('=')"), ["P134"]),
    (TOKEN % (URL[0], CUT, URL[1], "text + '=' * (-len(text) % 4)"), []),
    (TOKEN % (URL[0], "", ONE[1], "text.replace('-', '+').replace('_', '/')"), []),
    (TOKEN % (URL[0], "", ONE[1], "text, altchars=b'-_'"), []),
    (TOKEN % (URL[0], "", ONE[1], "text['kinesis']['data']"), [])]

test_a_conversion_that_is_wrong_for_some_values = finds([
    *((DAY.replace("%%", "%").replace("%s", code), expected) for code, expected in WEEKS), *CENTS, *TOKENS],
    only=["P132", "P133", "P134"])

test_a_hash_of_a_text_is_not_stored = finds([
    ("return {'key': str(hash(f\"{event['a']}\"))}", ["P117"]), ("return {'key': f\"x-{hash('a' + event['a'])}\"}", ["P117"]),
    ("return {'key': str(abs(hash(str(event['a']))))}", ["P117"]), ("return {'key': format(hash(json.dumps(event)), 'x')}", ["P117"]),
    ("return {'key': str(hash(5))}", []), ("import hashlib\nreturn {'key': hashlib.md5(str(event).encode()).hexdigest()}", []),
    ("return {'same': hash(f\"{event['a']}\") == hash(f\"{event['b']}\")}", []),
])

"""Values that become other texts, or that text does not become: Enums, Decimals, data of requests, cached items."""
from tests.fixtures.checks import finds

H = "\n\n\ndef handler(event, context):\n"
STATUS = "from dataclasses import dataclass\nfrom enum import %s\n\n\nclass Status(%s):\n    HELD = 'held'\n%s\n\n" \
    "@dataclass\nclass Order:\n    status: Status = Status.HELD\n\n    def row(self):\n" \
    "        return {'pk': 'a', 'sk': 'b', 'status': %s}\n" + H + "    table.put_item(Item=Order().row())"
OWN = "\n    def __str__(self):\n        return self.value\n"
ENUMS = [
    (STATUS % ("Enum", "str, Enum", "", "f'{self.status}'"), ["P119"]),
    (STATUS % ("Enum", "Enum", "", "f'{self.status}'"), ["P119"]),
    (STATUS % ("Enum", "Enum", "", "f'{Status.HELD}'"), ["P119"]),
    (STATUS % ("Enum", "Enum", "", "f'is {self.status!s}'"), ["P119"]),
    (STATUS % ("Enum", "Enum", "", "f'{self.status.value}'"), []),
    (STATUS % ("Enum", "Enum", "", "f'{self.status.name}'"), []),
    (STATUS % ("StrEnum", "StrEnum", "", "f'{self.status}'"), []),
    (STATUS % ("Enum", "str, Enum", OWN, "f'{self.status}'"), []),
    (STATUS % ("Enum", "str, Enum", "", "self.status.value"), []),
    ("from enum import Enum\n\n\nclass Status(Enum):\n    HELD = 'held'" + H + "    print(f'{Status.HELD}')", []),
    ("from enum import Enum\n\n\nclass Status(Enum):\n    HELD = 'held'\n\n\ndef save(status: Status):\n"
     "    table.put_item(Item={'pk': f'order#{status}', 'sk': 'b'})" + H + "    save(Status.HELD)", ["P119"]),
    ("def save(status: str):\n    table.put_item(Item={'pk': f'order#{status}', 'sk': 'b'})" + H + "    save('held')", []),
]
D = "from decimal import Decimal, InvalidOperation"
TRY = D + H + "    print(InvalidOperation)\n    try:\n        return str(Decimal(%s))\n    except %s:\n        return None"
DECIMALS = [
    (TRY % ("event['price']", "ValueError"), ["P123"]),
    (TRY % ("event['price']", "(KeyError, ValueError)"), ["P123"]),
    (TRY % ("event.get('price')", "(ValueError, TypeError)"), ["P123"]),
    (TRY % ("event['price'].strip()", "ValueError"), ["P123"]),
    (TRY % ("event['price']", "(ValueError, InvalidOperation)"), []),
    (TRY % ("event['price']", "(ValueError, ArithmeticError)"), []),
    (TRY % ("event['price']", "Exception"), []), (TRY % ("event['price']", "KeyError"), []),
    (TRY % ("'1.50'", "ValueError"), []), (TRY % ("str(int(event['price']))", "ValueError"), []),
    (D + "\n\n\ndef row(event):\n    return Decimal(event['price'])" + H + "    print(InvalidOperation)\n    try:\n"
     "        return str(row(event))\n    except ValueError:\n        return None", ["P123"]),
    (D + "\n\n\ndef row(event):\n    try:\n        return Decimal(event['price'])\n    except InvalidOperation:\n"
     "        return Decimal(0)" + H + "    try:\n        return str(row(event))\n    except ValueError:\n"
     "        return None", []),
    (D + H + "    try:\n        try:\n            return str(Decimal(event['price']))\n        except ValueError:\n"
     "            return None\n    except InvalidOperation:\n        return None", []),
]
U = "import urllib.parse\nimport urllib.request" + H
DATA = [
    (U + "    urllib.request.urlopen('https://a.example', json.dumps(event), timeout=2)", ["P124"]),
    (U + "    urllib.request.urlopen('https://a.example', json.dumps(event).encode(), timeout=2)", []),
    (U + "    return urllib.request.Request('https://a.example', data=urllib.parse.urlencode(event)).full_url", ["P124"]),
    (U + "    return urllib.request.Request('https://a.example', data=f\"id={event['id']}\").full_url", ["P124"]),
    (U + "    return urllib.request.Request('https://a.example', data=event['body']).full_url", []),
    (U + "    return urllib.request.Request('https://a.example', headers={'a': 'b'}).full_url", []),
]
TRIED = "%s" + H + "    try:\n        return %s\n    except %s:\n        return None"
SENDS = "urllib.request.Request('https://a.example', data=json.dumps(event)).full_url"
SHOWN = "infra:\n  endpoint: {method: GET, path: /a, api: public}\n---\n" + TRIED[:-4] + "{'statusCode': 404}"
QUERY = "{'statusCode': 200, 'body': event['queryStringParameters']['a']}"
EXPECTED_ERRORS = [
    (TRIED % ("import urllib.request", SENDS, "OSError"), ["P124"]),
    (TRIED % ("import urllib.request", SENDS, "Exception"), ["P124"]),
    (TRIED % ("import urllib.request", SENDS, "(TypeError, OSError)"), []),
    (TRIED % ("import hashlib", "hashlib.md5('a').hexdigest()", "ValueError"), ["P127"]),
    (TRIED % ("import hashlib", "hashlib.md5('a').hexdigest()", "TypeError"), []),
    (SHOWN % ("", QUERY, "KeyError"), ["P402"]), (SHOWN % ("", QUERY, "TypeError"), []),
    (SHOWN % ("", QUERY, "Exception"), []),
    (SHOWN % ("ERRORS = (TypeError, KeyError)\n", QUERY, "ERRORS"), []),
    (SHOWN % ("ERRORS = (IndexError, KeyError)\n", QUERY, "ERRORS"), ["P402"]),
    (TRIED % ("", "open('data/a.json', 'w').close()", "ValueError"), ["P120"]),
    (TRIED % ("", "open('data/a.json', 'w').close()", "OSError"), []),
]
C = "from functools import cache, lru_cache\n\nprint(cache, lru_cache)\n\n\n"
ROOMS = C + "import time\n\n\ndef rows(**query):\n    yield from table.query(**query)['Items']\n\n\n%sdef rooms(house):\n" \
    "    found = rows(KeyConditionExpression=Key('pk').eq(f'room#{house}'))\n    return [row['name'] for row in found]" + H \
    + "    %s\n%s    return rooms(event['a'])"
PUT_ROOM = "table.put_item(Item={'pk': f\"room#{event['a']}\", 'sk': 'a', 'name': 'b'})"
PUT_HALL = PUT_ROOM.replace("room#", "hall#")
CACHED = [
    (C + "@lru_cache\ndef room(name):\n    return table.get_item(Key={'pk': 'room', 'sk': name}).get('Item')" + H
     + "    return room(event['name'])", ["P125"]),
    (C + "class Rooms:\n    @cache\n    def room(self, name):\n"
     "        return table.get_item(Key={'pk': 'room', 'sk': name}).get('Item')" + H
     + "    return Rooms().room(event['name'])", ["P125"]),
    (C + "@lru_cache\ndef settings():\n    return table.get_item(Key={'pk': 'settings', 'sk': 'app'})['Item']" + H
     + "    return settings()", []),
    (C + "@lru_cache\ndef table_of(name):\n    return boto3.resource('dynamodb').Table(os.environ['DEMO_TABLE'])" + H
     + "    return table_of('a').get_item(Key={'pk': event['a'], 'sk': 'b'}).get('Item')", []),
    (ROOMS % ("@lru_cache(maxsize=9)\n", PUT_ROOM, ""), ["P125"]), (ROOMS % ("@lru_cache(maxsize=9)\n", PUT_HALL, ""), []),
    (ROOMS % ("", PUT_ROOM, ""), []), (ROOMS % ("@cache\n", PUT_ROOM, "    rooms.cache_clear()\n"), []),
    (ROOMS.replace("(house)", "(house, _minute)").replace("(event['a'])", "(event['a'], int(time.time()) // 60)")
     % ("@cache\n", PUT_ROOM, ""), []),
    (ROOMS.replace("yield from table.query(**query)['Items']", "return table.get_item(Key={'pk': 'room#a', 'sk': 'a'})")
     % ("@cache\n", PUT_ROOM, ""), []),
]

test_a_value_is_the_text_that_is_meant = finds(ENUMS + DECIMALS + DATA + CACHED + EXPECTED_ERRORS)

test_a_variable_is_a_text = finds([
    ("S = os.environ['DEMO_MAIL_SECRET']\nreturn S['name']", ["P404"]),
    ("S = json.loads(os.environ['SETTINGS'])\nreturn S['name']", []),
    ("S = os.environ['SETTINGS']\nreturn S[0] + S[1:]", []),
])

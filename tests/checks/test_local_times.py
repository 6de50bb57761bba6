"""Times that are written with the letter of UTC."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

TIMES = "from datetime import datetime, timezone, timedelta\nfrom zoneinfo import ZoneInfo\n" \
    "ZONE = ZoneInfo('Europe/Berlin')\n\n\ndef handler(event, context):\n    moment = event.get('at')\n" \
    "    print(timezone, timedelta)\n    return {'a': "


@cases("code, expected", [
    (TIMES + "datetime.now(ZONE).strftime('%Y-%m-%dT%H:%M:%SZ')}", ["P139"]),
    (TIMES + "datetime.now(timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')}", []),
    (TIMES + "datetime.now(ZONE).strftime('%Y-%m-%dT%H:%M:%S%Z')}", []),
    (TIMES + "datetime.now(ZONE).astimezone(timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')}", []),
    (TIMES + "(moment or datetime.now(ZoneInfo('Asia/Tokyo'))).strftime('%H:%MZ')}", ["P139"]),
    (TIMES + "(datetime.now(ZONE) - timedelta(days=1)).strftime('%H:%MZ')}", ["P139"]),
    (TIMES + "datetime.now(timezone.utc).isoformat() + 'Z'}", ["P139"]),
    (TIMES + "f'{datetime.now(timezone.utc).isoformat()}Z'}", ["P139"]),
    (TIMES + "datetime.utcnow().isoformat() + 'Z'}", []),
    (TIMES + "datetime.now(timezone.utc).replace(tzinfo=None).isoformat() + 'Z'}", []),
    (TIMES + "datetime.now(ZoneInfo('UTC')).strftime('%H:%MZ')}", []),
])
def test_z_stands_for_utc(code, expected, finding_ids):
    assert finding_ids(code) == expected

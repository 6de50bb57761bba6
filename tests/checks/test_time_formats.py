"""P166: directives of strftime() and strptime() in the place of others, beside right formats."""
from tests.fixtures.checks import finds

pytest_plugins = ["tests.fixtures.checks"]
CODE = "import time\nfrom datetime import datetime, timezone\n\nFORMAT = '%H:%m'\n\n\ndef handler(event, context):\n" \
    "    now = datetime.now(timezone.utc)\n    return {'at': {}}"
WRONG = ["now.strftime('%Y-%m-%dT%H:%m:%SZ')", "now.strftime(FORMAT)", "f'{now:%Y-%M-%d}'", "now.strftime('%d.%M.%Y')",
         "time.strftime('%Y/%M', time.gmtime())", "now.strftime('%Y-%m-%d %I:%M')", "now.strftime('YYYY-MM-DD')",
         "f'{now:YYYY-MM-DD}'", "time.strftime('%H:%M:%s', time.gmtime())", "now.strftime('%Y-%m-%D')",
         "str(datetime.strptime(event['a'], '%Y-%m-%dT%TZ'))", "str(datetime.strptime(event['a'], '%-d.%m.%Y'))",
         "str(datetime.strptime(event['a'], '%Y-%m-%d %H:%M %p'))", "now.strftime('%H%m%S')"]
RIGHT = ["f'{now:%Y%m%d%H%M%S}'", "f'{now:%H%M-%d%m%Y}'", "f'{now:%H:%M %d.%m.%Y}'", "f'{now:%M:%S}'", "f'{0.5:.1%}'",
         "f'{5:>10}'", "f'{now:%d. %B %Y, %H.%M}'", "now.strftime('year=%Y/month=%m/day=%d/hour=%H/minute=%M')",
         "time.strftime('%T')", "now.strftime('%s')", "now.strftime('%-d.%-m.')", "now.strftime('%j%H%M')",
         "str(datetime.strptime(event['a'], '%d/%m/%y %I:%M%p'))", "now.strftime('%I %p')", "now.strftime('MMDD')",
         "str(datetime.strptime(event['a'] + ' ' + event['b'], '%d %b %Y %H%M%z'))", "now.strftime('%H Uhr, %d.%m.')",
         "now.strftime('%I:%M') + (' p.m.' if now.hour > 11 else ' a.m.')"]
test_the_directives_of_a_time = finds([(CODE.replace("{}}", expression + "}"), ids)
                                       for expressions, ids in ((WRONG, ["P166"]), (RIGHT, []))
                                       for expression in expressions])

PARSE = "infra:\n  events:\n  - {name: stopped, topic: EC2 Instance State-change Notification, source: {type: aws, name: " \
    "aws.ec2}}\n---\nfrom datetime import datetime, timezone\n\n\ndef handler(event, context):\n" \
    "    return str(datetime.strptime(%s, '%s'))"
NOW = "datetime.now(timezone.utc).isoformat()"

test_a_time_is_read_with_its_own_format = finds((PARSE % (text, format_), expected) for text, format_, expected in [
    ("event['time']", "%Y-%m-%d %H:%M:%S", ["P180"]),
    ("event['time']", "%Y-%m-%dT%H:%M:%S", ["P180"]),
    ("event['time']", "%Y-%m-%dT%H:%M:%SZ", []),
    ("event['time']", "%Y-%m-%dT%H:%M:%S%z", []),
    ("event['time'][:10]", "%Y-%m-%d", []),
    ("event['detail']['time']", "%Y-%m-%d", []),
    (NOW, "%Y-%m-%d", ["P180"]),
    (NOW, "%Y-%m-%dT%H:%M:%S.%f%z", []),
    (NOW, "%Y-%m-%dT%H:%M:%S%z", []),
    ("'2026-05-04'", "%d.%m.%Y", ["P180"]),
    ("'04.05.2026'", "%d.%m.%Y", []),
])

test_a_format_that_is_tried_may_not_fit = finds([
    ("from datetime import datetime\n\n\ndef handler(event, context):\n    for format_ in ('%Y', '%d.%m.%Y'):\n        try:\n"
     "            return str(datetime.strptime('04.05.2026', format_))\n        except ValueError:\n            continue", []),
])

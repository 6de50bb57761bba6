"""P158: responses, exceptions, comparisons and texts that a statement makes, and that nothing uses."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]
HTTP = "import json\n\n\ndef reply(status, body):\n    response = {'statusCode': status, 'body': json.dumps(body)}\n" \
    "    return response\n\n\ndef missing():\n    return reply(404, {})\n\n\ndef abort(status):\n" \
    "    raise ValueError(status)\n\n\ndef store(table, row):\n    table.put_item(Item=row)\n" \
    "    return {'statusCode': 200}\n"
FILES = {"lambdas/common/__init__.py": "", "lambdas/common/http.py": HTTP}
BODY = "def handler(event, context):\n    name = str(event['name'])\n    %s\n    return name"


@cases("code, ids", [
    ("from lambdas.common import http\n\n\ndef handler(event, context):\n    if not event:\n        http.reply(404, {})\n"
     "    return http.reply(200, {})", ["P158"]),
    ("from lambdas.common.http import missing\n\n\ndef handler(event, context):\n    if not event:\n        missing()\n"
     "    return missing()", ["P158"]),
    ("from lambdas.common.http import missing\n\n\ndef handler(event, context):\n    if not event:\n"
     "        return missing()\n    return {'statusCode': 200}", []),
    ("from lambdas.common.http import abort, store\n\n\ndef handler(event, context):\n    if not event:\n"
     "        abort(404)\n    store(table, {'pk': 'a', 'sk': 'b'})\n    return {'statusCode': 200}", [])])
def test_a_response_of_another_module_is_returned(finding_ids, code, ids):
    assert finding_ids({"a": code, **FILES}) == ids


@cases("statement, ids", [
    ("{'statusCode': 404}", ["P158"]),
    ("ValueError('no name')", ["P158"]),
    ("name == 'b'", ["P158"]),
    ("name.strip()", ["P158"]),
    ("name.replace('a', 'b')", ["P158"]),
    ("sorted(event['names'])", ["P158"]),
    ("name = name.strip()", []),
    ("try:\n        event['name'].strip()\n    except AttributeError:\n        return None", []),
    ("try:\n        name == event['other']\n    except KeyError:\n        return None", []),
    ("try:\n        {'statusCode': 404}\n    except KeyError:\n        return None", ["P158"]),
    ("event['cache'].replace('a', 'b')", []),
    ("os.replace('/tmp/a', '/tmp/b')", []),
    ("print({'statusCode': 404})", []),
    ("int(name)", []),
    ("json.loads(name)", []),
    ("event['parts'].sort()", []),
    ("event.get('names', []).append(name)", [])])
def test_a_statement_has_an_effect(finding_ids, statement, ids):
    assert finding_ids(BODY % statement) == ids


def test_a_time_with_another_zone_is_kept(finding_ids):
    code = "from datetime import datetime, timezone\n\n\ndef handler(event, context):\n    now = datetime.utcnow()\n" \
        "    %snow.replace(tzinfo=timezone.utc)\n    return str(now)"
    assert [finding_ids(code % start) for start in ("", "now = ")] == [["P158"], []]

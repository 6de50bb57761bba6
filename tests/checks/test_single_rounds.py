"""P160: loops that search or sum, and end in their first round."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]


@cases("code, ids", [
    ("for row in event['rows']:\n    if row['a']:\n        return row\n    return None", ["P160"]),
    ("for row in event['rows']:\n    name = row['a'].upper()\n    if name == 'A':\n        return name, 5\n"
     "    return None, None", ["P160"]),
    ("total = 0\nfor row in event['rows']:\n    total += row['a']\n    return total", ["P160"]),
    ("rows = []\nfor row in event['rows']:\n    rows.append(row)\n    return {'rows': rows}", ["P160"]),
    ("for row in event['rows']:\n    if row['a']:\n        return row\nreturn None", []),
    ("for row in event['rows']:\n    return row\nreturn None", []),
    ("for row in event['rows']:\n    if not row:\n        continue\n    if row['a']:\n        return row\n    return None",
     []),
    ("for row in event['rows']:\n    if row['a']:\n        return None\n    return row['b']", []),
    ("for row in event['rows']:\n    if row['a']:\n        break\n    if row['b']:\n        return row\n    return None",
     []),
    ("for attempt in range(3):\n    try:\n        return event['a']\n    except KeyError:\n        print(attempt)\n"
     "return None", []),
    ("for row in event['rows']:\n    for part in row:\n        if part:\n            return part\nreturn None", [])])
def test_a_loop_has_a_second_round(finding_ids, code, ids):
    assert finding_ids(code) == ids

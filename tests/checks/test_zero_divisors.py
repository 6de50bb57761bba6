"""Divisions by zero, and uses of attributes that are missing."""
from tests.fixtures.checks import finds

ROW = "row = table.get_item(Key={'pk': event['id'], 'sk': 'b'}).get('Item', {})\n%s"

test_a_default_of_zero_is_no_divisor = finds((ROW % code, ids) for code, ids in [
    ("return 5 / row.get('goal', 0)", ["P169"]), ("return 5 / float(row.get('goal', 0))", ["P169"]),
    ("return 5 // int(row.get('goal') or 0)", ["P169"]), ("goal = row.get('goal', 0)\nreturn 5 / float(goal)", ["P169"]),
    ("goal = float(row.get('goal', '0'))\nreturn 5 / goal", ["P169"]), ("return 5 / row.get('goal', 1)", []),
    ("goal = row.get('goal', 0)\nreturn 5 / float(goal) if goal else 0", []),
    ("goal = row.get('goal', 0)\nif not goal:\n    return 0\nreturn 5 / goal", []),
    ("goal = row.get('goal', 0)\nif goal > 0:\n    return 5 / goal", []),
    ("goal = row.get('goal', 0)\ngoal = max(goal, 1)\nreturn 5 / goal", []),
    ("return 5 / row.get('goal', 0) if row.get('goal', 0) else 0", []),
    ("return 5 / row.get('goal', 0) if 'goal' in row else 0", []), ("goal = row.get('goal', 0) or 1\nreturn 5 / goal", []),
    ("return row.get('goal', 0) and 5 / row.get('goal', 0)", []), ("return 5 / max(row.get('goal', 0), 1)", []),
    ("try:\n    return 5 / row.get('goal', 0)\nexcept ZeroDivisionError:\n    return 0", []),
    ("has_goal = row.get('goal', 0) > 0\nreturn 5 / row.get('goal', 0) if has_goal else 0", []),
    ("return row.get('total', 0) / 5", []), ("return 5 / (row.get('goal', 0) + 1)", [])])

WRITER = "table.put_item(Item={'pk': event['id'], 'sk': 'user', 'name': event['name']})\n" \
    "table.update_item(Key={'pk': event['id'], 'sk': 'user'}, UpdateExpression='SET city = :c', " \
    "ExpressionAttributeValues={':c': event['city']})"
READ = "row = table.get_item(Key={'pk': event['id'], 'sk': 'user'})['Item']\n%s"

test_an_attribute_that_a_put_omits_may_be_none = finds([({"a": READ % code, "b": WRITER}, ids) for code, ids in [
    ("return row.get('city').title()", ["P841"]), ("return 'in ' + row.get('city')", ["P841"]),
    ("return len(row.get('city'))", ["P841"]), ("city = row.get('city')\nreturn city.title()", ["P841"]),
    ("return row.get('city', '').title()", []), ("return row.get('name').title()", []),
    ("return row.get('city').title() if row.get('city') else ''", []), ("return f\"{row.get('city')}\"", []),
    ("return row.get('city') and row.get('city').title()", []),
    ("return row.get('city').title() if 'city' in row else ''", []),
    ("city = row.get('city')\nif city:\n    return city.title()", []),
    ("if any(name not in row for name in ('city',)):\n    return ''\nreturn row.get('city').title()", []),
    ("try:\n    return row.get('city').title()\nexcept AttributeError:\n    return ''", []),
]] + [({"a": READ.replace("'user'", "'own'") % "return row.get('city').title()", "b": WRITER}, [])], only=["P841"])

LEAVE = "table.update_item(Key={'pk': event['id'], 'sk': 'team'}, UpdateExpression='DELETE people :p', %s" \
    "ExpressionAttributeValues={':p': {event['who']}})"
EMPTY = "\ntable.delete_item(Key={'pk': event['id'], 'sk': 'team'}, ConditionExpression='attribute_not_exists(people)')"
TEAM = "row = table.get_item(Key={'pk': event['id'], 'sk': 'team'})['Item']\n%s"
SIZED = "ConditionExpression='size(people) > :n', "
test_a_set_goes_with_its_last_element = finds([({"a": TEAM % code, "b": LEAVE % more}, ids) for code, more, ids in [
    ("return len(row['people'])", "", ["P841"]), ("return event['who'] in row['people']", "", ["P841"]),
    ("return {'free': 5 - row.get('places', 0), 'mine': 'id' in event and event['who'] in row['people']}", "", ["P841"]),
    ("return len(row['people']) if row.get('places', 0) else 0", "", []), ("return len(row.get('people', ()))", "", []),
    ("return len(row['people']) if 'people' in row else 0", "", []), ("return len(row['people'])", SIZED, []),
    ("try:\n    return len(row['people'])\nexcept KeyError:\n    return 0", "", []),
    ("if row['open']:\n    return len(row['people'])", "", []), ("return row['name']", "", []),
    ("if event['id'] in row['people']:\n    print(1)", "", ["P841"]),
]] + [({"a": TEAM.replace("'team'", "'own'") % "return row['people']", "b": LEAVE % ""}, []),
       ({"a": TEAM % "return row['people']", "b": LEAVE % "" + EMPTY}, [])], only=["P841"])

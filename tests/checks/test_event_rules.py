"""Events that need a rule, and rules that need an event: right apps beside wrong ones."""
from tests.fixtures.checks import finds
from tests.fixtures.flows import BUS, SOURCE, bucket_rule, emit, rule, table_rule

NEW = "{object: {key: [{prefix: covers/new/}]}}"
STORE = "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=f\"%s/{event['k']}\", Body='')"

test_an_event_needs_a_rule_and_a_rule_an_event = finds([
    ({"a": emit(), "b": rule()}, []),
    ({"a": emit("'Tolled'"), "b": rule()}, ["P801"]),
    ({"a": emit("'told'"), "b": rule()}, ["P801"]),
    ({"a": emit()}, ["P801"]),
    ({"a": emit("event['topic']"), "b": rule("Other")}, []),
    ({"a": emit("f\"{event['kind']}Told\""), "b": rule("Other")}, []),
    ({"a": emit("'Told' if event['x'] else 'Other'"), "b": rule()}, ["P801"]),
    ({"a": emit("'Told' if event['x'] else 'Other'"), "b": rule(), "c": rule("Other")}, []),
    ({"a": emit(), "b": rule("", "{id: [{exists: true}]}")}, []),
    ({"a": emit(), "b": rule("", "{name: [{exists: true}]}")}, ["P801"]),
    ({"a": emit(), "b": rule("Told", "{name: [{exists: false}]}")}, []),
    ({"a": emit(), "b": rule("Told", "{count: [5]}")}, []),
    ({"a": emit(), "b": rule("Told", "{count: ['5']}")}, ["P801"]),
    ({"a": emit(), "b": rule("Told", "{count: [{numeric: ['>', 9]}]}")}, ["P801"]),
    ({"a": emit(detail="json.dumps({'count': event['n']})"), "b": rule("Told", "{count: ['5']}")}, []),
    ({"a": emit(detail="json.dumps({'count': len(event)})"), "b": rule("Told", "{count: ['5']}")}, ["P801"]),
    ({"a": emit(detail="json.dumps({'at': f\"day#{event['n']}\"})"), "b": rule("Told", "{at: [{prefix: 'day#'}]}")}, []),
    ({"a": emit(detail="json.dumps({'at': f\"day#{event['n']}\"})"), "b": rule("Told", "{at: [{prefix: 'day/'}]}")},
     ["P801"]),
    ({"a": emit(detail="json.dumps({**event['row'], 'n': 1})"), "b": rule("Told", "{name: [x]}")}, []),
    ({"a": emit(detail="json.dumps({'row': {'state': 'new'}})"), "b": rule("Told", "{row: {state: [new]}}")}, []),
    ({"a": emit(detail="json.dumps({'row': {'state': 'new'}})"), "b": rule("Told", "{state: [new]}")},
     ["P801"]),
    ({"a": emit(detail="json.dumps({'tags': ['a', 'b']})"), "b": rule("Told", "{tags: [b]}")}, []),
    ({"a": emit(detail="json.dumps({'tags': ['a', 'b']})"), "b": rule("Told", "{tags: [c]}")}, ["P801"]),
    ({"a": emit(), "b": rule("Told", "{$or: [{id: ['2']}, {count: [5]}]}")}, []),
    ({"a": "def tell(topic):\n    entry = {" + BUS + SOURCE + "'DetailType': topic, 'Detail': '{}'}\n    response = "
      "boto3.client('events').put_events(Entries=[entry])\n    if response['FailedEntryCount']:\n        raise OSError\n"
      "\n\ndef handler(event, context):\n    tell('Told')\n", "b": rule()}, []),
    ({"a": "def tell(topic):\n    entry = {" + BUS + SOURCE + "'DetailType': topic, 'Detail': '{}'}\n    response = "
      "boto3.client('events').put_events(Entries=[entry])\n    if response['FailedEntryCount']:\n        raise OSError\n"
      "\n\ndef handler(event, context):\n    tell('Tolds')\n", "b": rule()}, ["P801"]),
    # A rule without an event: reported only where all emitted events are known.
    ({"a": emit(), "b": rule(), "c": rule("SomethingElse")}, ["P802"]),
    ({"a": emit() + "\nother(boto3.client('events'))", "b": rule(), "c": rule("SomethingElse")}, []),
    ({"a": emit() + "\n" + emit("event['topic']"), "b": rule(), "c": rule("SomethingElse")}, []),
    ({"b": rule("SomethingElse")}, []),
    ({"a": emit() + "\nprint(os.environ['DEMO_TABLE'])", "b": rule(), "c": rule("INSERT")}, []),
], "flow_ids")

test_a_pattern_must_match_an_event_of_its_source = finds([
    ({"a": table_rule()}, []),
    ({"a": table_rule("{sk: [reading]}", "INSERT")}, []),
    ({"a": table_rule("", "insert")}, ["P803"]),
    ({"a": table_rule("", "Object Created")}, ["P803"]),
    ({"a": table_rule("{eventName: [INSERT, MODIFY]}")}, []),
    ({"a": table_rule("{eventName: [insert]}")}, ["P803"]),
    ({"a": table_rule("{eventName: [REMOVE]}", "INSERT")}, ["P803"]),
    ({"a": table_rule("{sk: ['reading#1']}")}, ["P803"]),
    ({"a": table_rule("{sk: [{prefix: 'reading#'}]}")}, ["P803"]),
    ({"a": table_rule("{sk: [{anything-but: ['day#']}]}")}, []),
    ({"a": table_rule("{pk: [{prefix: 'room#'}]}")}, []),
    ({"a": table_rule("{pk: [5]}")}, ["P803"]),
    ({"a": table_rule("{records: {sk: [{prefix: 'reading#'}]}}")}, []),
    ({"a": table_rule("{records: {newImage: {state: [open]}}}")}, []),
    ({"a": table_rule("{records: {newImage: {state: [open]}}}", "REMOVE")}, ["P803"]),
    ({"a": table_rule("{records: {oldImage: {state: [open]}}}", "INSERT")}, ["P803"]),
    ({"a": table_rule("{newImage: {state: [open]}}")}, ["P803"]),
    ({"a": table_rule("{diffKeys: [paid]}")}, []),
    ({"a": table_rule("{diffkeys: [paid]}")}, ["P803"]),
    ({"a": table_rule("{diffKeys: [pk]}", "MODIFY")}, ["P803"]),
    ({"a": table_rule("{diffKeys: [pk]}", "INSERT")}, []),
    ({"a": bucket_rule()}, []),
    ({"a": bucket_rule("{object: {key: [{prefix: inbox/}], size: [{numeric: ['>', 0]}]}}")}, []),
    ({"a": bucket_rule("{object: {size: ['0']}}")}, ["P803"]),
    ({"a": bucket_rule("{object: {key: ['*.csv']}}")}, ["P803"]),
    ({"a": bucket_rule("{object: {key: [{prefix: 'inbox/*'}]}}")}, ["P803"]),
    ({"a": bucket_rule("{object: {key: [a.csv, {suffix: '*.csv'}]}}")}, ["P803"]),
    ({"a": bucket_rule("{object: {key: [{wildcard: 'inbox/*.csv'}, 'a*b', {prefix: 'a*b/'}, {anything-but: ['*']}]}}")}, []),
    ({"a": bucket_rule("{object: {Key: [{prefix: inbox/}]}}")}, ["P803"]),
    ({"a": bucket_rule("{key: [{prefix: inbox/}]}")}, ["P803"]),
    ({"a": bucket_rule("{reason: [PutObject, CopyObject]}")}, []),
    ({"a": bucket_rule("{reason: [DeleteObject]}")}, ["P803"]),
    ({"a": bucket_rule("{deletion-type: [Permanently Deleted]}", "Object Deleted")}, []),
    ({"a": bucket_rule("{source-ip-address: [{cidr: 10.0.0.0/8}]}")}, []),
    ({"a": bucket_rule("", "ObjectCreated")}, ["P803"]),
    ({"a": bucket_rule("", "Object Storage Class Changed")}, []),
    ({"a": rule("CodeBuild Build State Change", "{build-status: [FAILED]}", "type: builder, name: site")}, []),
    ({"a": rule("CodeBuild Build State Change", "{build-status: [FAILURE]}", "type: builder, name: site")}, ["P803"]),
    ({"a": rule("Build State Change", "", "type: builder, name: site")}, ["P803"]),
    # What rows the app writes, where all of them are known.
    ({"a": table_rule("{sk: [reading]}"), "b": "table.put_item(Item={'pk': 'x', 'sk': f\"reading#{event['t']}\"})"}, []),
    ({"a": table_rule("{sk: [readings]}"), "b": "table.put_item(Item={'pk': 'x', 'sk': f\"reading#{event['t']}\"})"},
     ["P803"]),
    ({"a": table_rule("{sk: [readings]}"), "b": "table.put_item(Item={'pk': 'x', 'sk': event['sk']})"}, []),
    ({"a": table_rule("{sk: [readings]}"), "b": "table.put_item(Item=event['row'])"}, []),
    ({"a": table_rule("{sk: [readings]}"), "b": "other(table)"}, []),
    ({"a": table_rule("{sk: [readings]}"), "b": "print(table.get_item(Key={'pk': 'a', 'sk': 'b'}))"}, []),
    ({"a": table_rule("{pk: [{prefix: 'room/'}]}"), "b": "with table.batch_writer() as batch:\n"
      "    for one in event['all']:\n        batch.put_item(Item={'pk': f'room#{one}', 'sk': 'x'})"}, ["P803"]),
    ({"a": rule("", "", "type: table, name: demo-raw"), "b": "table.put_item(Item={'pk': 'x', 'sk': 'y'})"}, ["P803"]),
    ({"a": bucket_rule("{object: {key: [{prefix: /uploads/}]}}"), "b":
      "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=f\"uploads/{event['k']}\", Body='')"}, ["P803"]),
    ({"a": bucket_rule("{object: {key: [{prefix: inbox/}]}}"), "b":
      "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key=f\"done/{event['k']}\", Body='')"}, []),
    ({"a": bucket_rule(NEW), "b": STORE % "covers/books"}, []), ({"a": bucket_rule(NEW), "b": STORE % "covers/neww"}, ["P803"]),
    ({"a": bucket_rule(NEW) + "\n" + STORE % "covers/news"}, []), ({"a": bucket_rule(NEW), "b": STORE % "cover/new"}, ["P803"]),
], "flow_ids")

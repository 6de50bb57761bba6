"""Texts with characters that a service refuses: metadata of S3, subjects."""
from tests.fixtures.checks import finds

PUT = "row = table.get_item(Key={'pk': 'a', 'sk': 'b'}).get('Item') or {}\n" \
    "boto3.client('s3').%s, %s={'Metadata': {'title': %s}})"
UPLOAD = PUT % ("upload_file('/tmp/a', os.environ['DEMO_BUCKET'], 'k'", "ExtraArgs", "%s")

test_metadata_is_ascii = finds([
    (UPLOAD % "row['title']", ["P219"]), (UPLOAD % "row['id']", []), (UPLOAD % "__import__('urllib.parse').parse.quote(row['title'])", []),
    (UPLOAD % "'Ærø'", ["P219"]), (UPLOAD % "'Oslo'", []), (UPLOAD % "ascii(row['title'])", []),
])

ROW = "row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\n" \
    "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body='x', Metadata={'of': "

test_names_of_people_are_no_metadata = finds([
    (ROW + "row['name']})", ["P219"]),
    (ROW + "row['sk']})", []),
    (ROW + "str(row['size'])})", []),
])

START = "from datetime import date, datetime, timezone\n\n\ndef handler(event, context):\n    now = datetime.now(timezone.utc)\n" \
    "    boto3.client('stepfunctions').start_execution(stateMachineArn='arn:aws:states:eu-west-1:1:stateMachine:a', name=%s)"
SCHEMA = "infra:\n  endpoint: {method: POST, path: /a, api: public, schema: {type: object, required: [title], properties: " \
    "{title: {type: string%s}}}}\n---\nbody = json.loads(event['body'])\n" \
    "boto3.client('logs').create_log_stream(logGroupName='a', logStreamName=f\"%s{body['title']}\")\n" \
    "boto3.client('scheduler').create_schedule(Name=f\"close-{body['%s']}\", ScheduleExpression='at(2030-01-01T00:00:00)', " \
    "FlexibleTimeWindow={'Mode': 'OFF'}, Target={'Arn': 'a', 'RoleArn': 'b'})\nreturn {'statusCode': 200}"

test_the_names_of_resources = finds([
    *((START % name, ids) for name, ids in [
        ("f\"order/{event['id']}\"", ["P236"]), ("f\"order-{event['id']}\"", []), ("f\"order-{event['title']}\"", ["P236"]),
        ("f'run-{now.isoformat()}'", ["P236"]), ("f'run-{date.today().isoformat()}'", []), ("event['name']", []),
        ("f'run-{now:%Y%m%dT%H%M%S}'", []), ("now.isoformat().replace(':', '-').replace('+', '_')", []),
        ("event['title'].lower().replace(' ', '-')", [])]),
    (SCHEMA % ("", "", "title"), ["P236"]), (SCHEMA % (", pattern: '^[a-z]+$'", "", "title"), []),
    (SCHEMA % ("", "", "id"), []), (SCHEMA % (", enum: [a, b]", "a:", "title"), ["P236"])], only=["P236"])

"""Forms and transfers for uploads: conditions of their fields, and keys of objects."""
from tests.fixtures.checks import finds

FORM = "return boto3.client('s3').generate_presigned_post(os.environ['DEMO_BUCKET'], 'raw/a', Fields=%s, Conditions=%s)"

test_a_form_has_a_condition_for_each_field = finds([
    (FORM % ("{'Content-Type': 'a/b'}", "[]"), ["P225"]), (FORM % ("{'Content-Type': 'a/b'}", "None"), ["P225"]), (FORM % ("None", "None"), []),
    (FORM % ("{'Content-Type': 'a/b'}", "[{'content-type': 'a/b'}]"), []), (FORM % ("{'Content-Type': 'a/b'}", "[['starts-with', '$Content-Type', 'a/']]"), []),
    (FORM % ("{'Content-Type': 'a/b'}", "[['eq', '$Content-Type', 'a/b']]"), []), (FORM % ("{'Content-Type': 'a/b'}", "event['conditions']"), []),
    (FORM % ("{'x-ignore-a': 'b'}", "[]"), []), (FORM % ("{'x-amz-meta-a': event['a']}", "[['content-length-range', 1, 5]]"), ["P225"]),
    (FORM % ("{**event['fields']}", "[]"), []),
])

FILE = "from pathlib import Path\n\n\ndef handler(event, context):\n" \
    "    boto3.client('s3').upload_file('/tmp/a', os.environ['DEMO_BUCKET'], "

test_the_key_of_an_object_is_a_text = finds([
    (FILE + "Path('a') / 'b')", ["P226"]),
    (FILE + "str(Path('a') / 'b'))", []),
])

CLIENT = "s3 = boto3.client('s3')\nBUCKET = os.environ['DEMO_BUCKET']\ns3.%s"

test_arguments_of_transfers_are_in_their_places = finds((CLIENT % call, expected) for call, expected in [
    ("upload_file('/tmp/a.csv', BUCKET, 'a.csv')", []),
    ("upload_file(BUCKET, 'a.csv', '/tmp/a.csv')", ["P226"]),
    ("upload_file(Filename='/tmp/a.csv', Key=BUCKET, Bucket=BUCKET)", ["P226"]),
    ("download_file('a.csv', BUCKET, '/tmp/a.csv')", ["P226"]),
    ("download_file(BUCKET, 'a/b.csv', '/tmp/a.csv')", []),
    ("upload_fileobj('/tmp/a.csv', BUCKET, 'a.csv')", ["P226"]),
    ("upload_fileobj(open('/tmp/a.csv', 'rb'), BUCKET, 'a.csv')", []),
    ("upload_file('/tmp/a.csv', '/tmp/a.csv', BUCKET)", ["P226"]),
    ("upload_file('/tmp/a.csv', BUCKET, f'{BUCKET}/a.csv')", []),
])

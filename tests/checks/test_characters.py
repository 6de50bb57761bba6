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

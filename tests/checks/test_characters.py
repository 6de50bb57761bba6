"""Texts with characters that a service refuses: metadata of S3, subjects."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]


PUT = "row = table.get_item(Key={'pk': 'a', 'sk': 'b'}).get('Item') or {}\n" \
    "boto3.client('s3').%s, %s={'Metadata': {'title': %s}})"
UPLOAD = PUT % ("upload_file('/tmp/a', os.environ['DEMO_BUCKET'], 'k'", "ExtraArgs", "%s")
METADATA = [
    (UPLOAD % "row['title']", ["P219"]), (UPLOAD % "row['id']", []), (UPLOAD % "__import__('urllib.parse').parse.quote(row['title'])", []),
    (UPLOAD % "'Ærø'", ["P219"]), (UPLOAD % "'Oslo'", []), (UPLOAD % "ascii(row['title'])", []),
]


@cases("code, expected", METADATA)
def test_metadata_is_ascii(finding_ids, code, expected):
    assert finding_ids(code) == expected


ROW = "row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\n" \
    "boto3.client('s3').put_object(Bucket=os.environ['DEMO_BUCKET'], Key='k', Body='x', Metadata={'of': "


@cases("code, expected", [
    (ROW + "row['name']})", ["P219"]),
    (ROW + "row['sk']})", []),
    (ROW + "str(row['size'])})", []),
])
def test_names_of_people_are_no_metadata(code, expected, finding_ids):
    assert finding_ids(code) == expected

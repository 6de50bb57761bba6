"""Roles of calls on a part or another form of a name with which AWS responded, and on an attribute of boto3's objects."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.scans"]
START = ('"""\ninfra: {}\n"""\nimport os\nimport re\n\nimport boto3\n\nec2 = boto3.resource("ec2")\n'
         'zones = boto3.client("route53")\n\n\ndef handler(event, context):\n')
ZONE, SNAPSHOT = "arn:${AWS::Partition}:route53:::hostedzone/", "arn:${AWS::Partition}:ec2:${AWS::Region}::snapshot/"


@cases("form", [
    "id.split('/')[-1]", "id.split('/')[2]", "id.rsplit('/', 1)[1]", "id.partition('zone/')[2]",
    "id.replace('/hostedzone/', '')", "id.removeprefix('/hostedzone/')", "id.strip('/')", "id.lower()",
    "id[12:]", "str(id)", "f'{id}'", "'%s' % id", "re.sub('.*/', '', id)", "re.compile('.*/').sub('', id)", "re.compile(os.sep).sub('', id)", "os.path.basename(id)",
])
def test_another_form_of_a_name_of_a_response_is_known(form, lambda_calls):
    code = f"    for zone in zones.list_hosted_zones()['HostedZones']:\n        id = zone['Id']\n" \
           f"        zones.delete_hosted_zone(Id={form})\n"
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
    assert ({call["on"] for call in calls if call["action"].endswith("DeleteHostedZone")}, doubts) == ({f"{ZONE}*"}, [])


def test_the_known_start_of_such_a_name_remains(lambda_calls):
    code = "    id = zones.list_hosted_zones()['HostedZones'][0]['Id']\n    zones.delete_hosted_zone(Id=f'a-{id}')\n"
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
    assert ([call["on"] for call in calls if call["action"].endswith("DeleteHostedZone")], doubts) == ([f"{ZONE}a-*"], [])


def test_a_part_of_a_listed_bucket_is_no_listed_bucket(lambda_calls):
    code = "    s3 = boto3.client('s3')\n    name = s3.list_buckets()['Buckets'][0]['Name']\n" \
           "    s3.delete_bucket(Bucket=name.split('-')[0])\n"
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
    assert ([call["on"] for call in calls if call["action"] == "s3:DeleteBucket"], len(doubts)) == ([], 1)


@cases("code", [
    "    for volume in ec2.volumes.all():\n        ec2.Snapshot(volume.snapshot_id).delete()\n",
    "    for image in ec2.images.filter(Owners=['self']):\n        for mapping in image.block_device_mappings:\n"
    "            ec2.Snapshot(mapping['Ebs']['SnapshotId']).delete()\n",
    "    image = ec2.Image('ami-1')\n"
    "    ec2.Snapshot(image.block_device_mappings[0]['Ebs']['SnapshotId']).delete()\n",
])
def test_an_attribute_of_an_object_of_boto3_is_from_a_response(code, lambda_calls):
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
    assert ({call["on"] for call in calls if call["action"] == "ec2:DeleteSnapshot"}, doubts) == ({f"{SNAPSHOT}*"}, [])


@cases("ids", [
    "sum([row['Instances'] for row in rows], [])", "sum((row['Instances'] for row in rows), start=[])",
    "itertools.chain(*[row['Instances'] for row in rows])", "itertools.chain.from_iterable(row['Instances'] for row in rows)",
    "listed(*[row for part in rows for row in part['Instances']])",
    "listed(rows[0]['Instances'][0], *[row for part in rows for row in part['Instances']])[1:]",
])
def test_the_elements_of_nested_and_of_spread_lists_are_those_of_the_response(lambda_calls, ids):
    code = "    import itertools\n    client = boto3.client('ec2')\n    rows = client.describe_instances()['Reservations']\n\n" \
           f"    def listed(*rows):\n        return rows\n    for row in {ids}:\n" \
           "        client.stop_instances(InstanceIds=[row['InstanceId']])\n"
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
    assert ({call["on"] for call in calls if call["action"] == "ec2:StopInstances"}, doubts) == (
        {SNAPSHOT.replace("::snapshot", ":${AWS::AccountId}:instance") + "*"}, [])


TAGS = "    client = boto3.client('ec2')\n    image = client.create_image(InstanceId='i-1', Name='a')['ImageId']\n" \
    "    volumes = [row['VolumeId'] for row in client.describe_volumes()['Volumes']]\n    client.create_tags(Resources=%s, Tags=[])\n"
ACCOUNTS = "    client = boto3.client('organizations')\n    for row in client.list_accounts()['Accounts']:\n" \
    "        client.%s(%s=row['Id'])\n"
VOLUME, ACCOUNT = SNAPSHOT.replace("::snapshot", ":${AWS::AccountId}:volume"), \
    "arn:${AWS::Partition}:organizations::${AWS::AccountId}:account/o-*/*"


@cases("code, action, expected", [
    (TAGS % "[image]", "CreateTags", {SNAPSHOT.replace("snapshot", "image") + "*"}), (TAGS % "volumes", "CreateTags", {f"{VOLUME}*"}),
    (TAGS % "[image, *volumes]", "CreateTags", {SNAPSHOT.replace("snapshot", "image") + "*", f"{VOLUME}*"}),
    (TAGS % "[image, event['id']]", "CreateTags", {"*"}), (TAGS % "['i-1']", "CreateTags", {"*"}),
    (ACCOUNTS % ("list_parents", "ChildId"), "ListParents", {ACCOUNT}),
    (ACCOUNTS % ("list_tags_for_resource", "ResourceId"), "ListTagsForResource", {ACCOUNT}),
])
def test_the_field_of_a_response_names_the_type_of_an_id(lambda_calls, code, action, expected):
    calls, doubts = lambda_calls({"lambdas/a/index.py": START + code})
    assert ({call["on"] for call in calls if call["action"].endswith(f":{action}")}, doubts) == (expected, [])

"""Calls that name two resources: the source and the target of a copy, perhaps in another region."""
from aws.iam import role_actions
from tests.fixtures.cases import cases, results

SCOPE = {"partition": "aws", "region": "here-1", "account": "1"}
SOURCE = "arn:aws:rds:there-1:1:%s:a"
ANSWER = "\ue001"  # a part of a response of AWS, as in scan/sent_values.py


def resources(service, operation, params):
    """[ARN without "arn:aws:"] of a call."""
    return sorted({arn.removeprefix("arn:aws:") for _action, arn in role_actions.narrowest(
        service, operation, params, SCOPE)})


test_a_copy_needs_its_source_and_its_target_each_in_its_region = results(resources, [
    ("rds", "CopyDBSnapshot", {"SourceDBSnapshotIdentifier": SOURCE % "snapshot", "TargetDBSnapshotIdentifier": "b"},
     ["rds:here-1:1:snapshot:b", "rds:there-1:1:snapshot:a"]),
    ("docdb", "CopyDBClusterSnapshot", {"SourceDBClusterSnapshotIdentifier": "a", "TargetDBClusterSnapshotIdentifier": "b"},
     ["rds:here-1:1:cluster-snapshot:a", "rds:here-1:1:cluster-snapshot:b"]),
    ("rds", "CopyDBParameterGroup", {"SourceDBParameterGroupIdentifier": "a", "TargetDBParameterGroupIdentifier": "b"},
     ["rds:here-1:1:pg:a", "rds:here-1:1:pg:b"]),
    ("rds", "CreateDBInstanceReadReplica", {"SourceDBInstanceIdentifier": SOURCE % "db", "DBInstanceIdentifier": "b"},
     ["rds:here-1:1:db:b", "rds:here-1:1:og:*", "rds:here-1:1:pg:*", "rds:here-1:1:subgrp:*", "rds:there-1:1:db:a"]),
    ("rds", "RestoreDBClusterToPointInTime", {"SourceDBClusterIdentifier": "a", "DBClusterIdentifier": "b"},
     ["rds:here-1:1:cluster-auto-backup:*", "rds:here-1:1:cluster-pg:*", "rds:here-1:1:cluster:a",
      "rds:here-1:1:cluster:b", "rds:here-1:1:og:*", "rds:here-1:1:subgrp:*"]),
    ("rds", "RestoreDBInstanceToPointInTime", {"SourceDbiResourceId": "a", "TargetDBInstanceIdentifier": "b"},
     ["rds:here-1:1:auto-backup:*", "rds:here-1:1:db:*", "rds:here-1:1:db:b", "rds:here-1:1:og:*", "rds:here-1:1:pg:*",
      "rds:here-1:1:subgrp:*"]),
    ("rds", "CreateDBCluster", {"ReplicationSourceIdentifier": SOURCE % "cluster", "DBClusterIdentifier": "b"},
     ["rds::1:global-cluster:*", "rds:here-1:1:cluster-pg:*", "rds:here-1:1:cluster:b", "rds:here-1:1:db:*",
      "rds:here-1:1:og:*", "rds:here-1:1:subgrp:*", "rds:there-1:1:cluster:a"]),
    ("ec2", "CopySnapshot", {"SourceSnapshotId": "snap-1", "SourceRegion": "there-1"},
     ["ec2:here-1::snapshot/*", "ec2:there-1::snapshot/snap-1"]),
    ("ec2", "CopyImage", {"SourceImageId": "ami-1", "SourceRegion": "there-1", "Name": "b"},
     ["ec2:here-1::image/*", "ec2:here-1::snapshot/*", "ec2:there-1::image/ami-1"]),
    ("workspaces", "CopyWorkspaceImage", {"SourceImageId": "wsi-1", "SourceRegion": "there-1", "Name": "b"},
     ["workspaces:here-1:1:workspaceimage/*", "workspaces:there-1:1:workspaceimage/wsi-1"]),
    ("appstream", "CopyImage", {"SourceImageName": "a", "DestinationImageName": "b", "DestinationRegion": "there-1"},
     ["appstream:here-1:1:image/a", "appstream:there-1:1:image/b"]),
    ("codeartifact", "CopyPackageVersions", {"domain": "d", "sourceRepository": "a", "destinationRepository": "b"},
     ["codeartifact:here-1:1:package/d/*/*/*/*", "codeartifact:here-1:1:repository/d/a",
      "codeartifact:here-1:1:repository/d/b"]),
    ("keyspaces", "RestoreTable", {"sourceKeyspaceName": "k", "sourceTableName": "a", "targetKeyspaceName": "l",
                                   "targetTableName": "b"},
     ["cassandra:here-1:1:/keyspace/k/table/a", "cassandra:here-1:1:/keyspace/l/table/b"]),
    ("rds", "CopyDBSnapshot", {"SourceDBSnapshotIdentifier": "a", "SourceRegion": "there-1"},
     ["rds:here-1:1:snapshot:*", "rds:there-1:1:snapshot:a"]),
])


@cases("service, operation, params, expected", [
    ("mediatailor", "DeleteSourceLocation", {"SourceLocationName": "a"}, ["mediatailor:here-1:1:sourceLocation/a"]),
    ("elbv2", "ModifyTargetGroup", {"TargetGroupArn": "arn:aws:elasticloadbalancing:here-1:1:targetgroup/a/1"},
     ["elasticloadbalancing:here-1:1:targetgroup/a/1"]),
    ("pinpoint-sms-voice-v2", "SendTextMessage", {"DestinationPhoneNumber": "+31", "OriginationIdentity": "pool-1"},
     ["None"]),
    ("ec2", "EnableFastSnapshotRestores", {"SourceSnapshotIds": ["snap-1"]}, ["ec2:here-1::snapshot/snap-1"]),
])
def test_a_parameter_that_begins_with_source_or_target_is_no_copy_by_itself(service, operation, params, expected):
    arns = role_actions.narrowest(service, operation, params, SCOPE)
    assert sorted(str(arn).removeprefix("arn:aws:") for _action, arn in arns) == expected


@cases("params, region", [({}, ANSWER), ({"SourceRegion": "there-1"}, "there-1")])
def test_the_source_that_aws_answered_is_in_the_region_that_the_call_names(params, region):
    arns = resources("rds", "CopyDBSnapshot", {"SourceDBSnapshotIdentifier": "b", "SourceDBSnapshotArn": ANSWER, **params})
    assert f"rds:{region}:{ANSWER}:snapshot:{ANSWER}" in arns


def test_a_table_of_keyspaces_is_in_its_keyspace():
    assert resources("keyspaces", "GetTable", {"keyspaceName": "k", "tableName": "a"}) == [
        "cassandra:here-1:1:/keyspace/k/table/a"]
    assert resources("keyspaces", "GetKeyspace", {"keyspaceName": "k"}) == [
        "cassandra:here-1:1:/keyspace/k", "cassandra:here-1:1:/keyspace/k/*"]


def test_an_environment_that_its_id_names_may_have_any_name():
    assert resources("elasticbeanstalk", "RebuildEnvironment", {"EnvironmentId": "e-1"}) == [
        "elasticbeanstalk:here-1:1:environment/*/*"]


@cases("operation", ["ReplicateSecretToRegions", "RemoveRegionsFromReplication", "PutResourcePolicy",
                     "StopReplicationToReplica"])
def test_the_arn_of_a_secret_ends_with_six_characters_of_aws(operation):
    assert resources("secretsmanager", operation, {"SecretId": "a"}) == ["secretsmanager:here-1:1:secret:a-??????"]

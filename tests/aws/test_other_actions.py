"""Operations that are no actions of IAM."""
from aws.iam import actions, dependent_actions, other_actions, role_actions
from interpreter import models
from tests.fixtures.cases import cases

SCOPE = {"partition": "aws", "region": "here-1", "account": "1"}


def names_of(service, operation, params):
    """[action] of a call."""
    return sorted({action for action, _arn in role_actions.narrowest(service, operation, params, SCOPE)})


def test_each_operation_of_the_table_is_one_of_boto3_and_each_action_is_one_of_iam():
    for (service, operation), _action in other_actions.ACTIONS.items():
        assert operation in models.model(service)["operations"]
        assert all(map(actions.is_listed, other_actions.actions(service, operation, actions.prefix(service), {})))
        assert f"{actions.prefix(service)}:{operation}" not in names_of(service, operation, {"Bucket": "a"})


QUERY = ["neptune-db:DeleteDataViaQuery", "neptune-db:ReadDataViaQuery", "neptune-db:WriteDataViaQuery"]


@cases("operation, params, expected", [
    ("ExecuteOpenCypherQuery", {"openCypherQuery": "MATCH (n) RETURN n"}, QUERY[1:2]),
    ("ExecuteOpenCypherQuery", {"openCypherQuery": "MERGE (n:A) SET n.b = 1"}, QUERY),
    ("ExecuteOpenCypherQuery", {"openCypherQuery": "MATCH (n) \ue003"}, QUERY),
    ("ExecuteOpenCypherQuery", {}, QUERY),
    ("ExecuteGremlinQuery", {"gremlinQuery": "g.V().count()"}, QUERY[1:2]),
    ("ExecuteGremlinQuery", {"gremlinQuery": "g.addV('a')"}, QUERY),
    ("ExecuteFastReset", {"action": "performDatabaseReset"}, ["neptune-db:ResetDatabase"]),
    ("GetPropertygraphStatistics", {}, ["neptune-db:GetStatisticsStatus"]),
    ("ListOpenCypherQueries", {}, ["neptune-db:GetQueryStatus"]),
    ("CancelGremlinQuery", {"queryId": "a"}, ["neptune-db:CancelQuery"]),
])
def test_an_operation_of_neptune_needs_the_actions_that_its_text_names(operation, params, expected):
    assert names_of("neptunedata", operation, params) == expected
    assert {arn for action in expected for arn in role_actions.any_resources(action, SCOPE)} == {"arn:aws:neptune-db:here-1:1:*/database"}


def test_a_batch_without_an_action_may_need_that_of_one():
    assert names_of("deadline", "BatchGetJob", {}) == ["deadline:BatchGetJob", "deadline:GetJob"]
    assert names_of("verifiedpermissions", "BatchIsAuthorized", {}) == ["verifiedpermissions:IsAuthorized"]


def test_an_operation_with_a_token_of_its_own_needs_no_permission():
    assert models.is_anonymous("codecatalyst", "ListSpaces")


def test_an_object_of_a_directory_bucket_needs_a_session():
    pairs = dependent_actions.dependent_permissions("s3", "GetObject", {"Bucket": "a--b--x-s3"}, [], SCOPE)
    assert pairs == [("s3express:CreateSession", "arn:aws:s3express:here-1:1:bucket/a--b--x-s3")]


@cases("service, operation, expected", [
    ("kms", "ReplicateKey", ["kms:CreateKey"]),
    ("rds", "DeleteBlueGreenDeployment", ["rds:DeleteDBCluster", "rds:DeleteDBClusterEndpoint", "rds:DeleteDBInstance"]),
    ("rds", "SwitchoverBlueGreenDeployment", ["rds:ModifyDBCluster", "rds:ModifyDBInstance", "rds:PromoteReadReplica",
                                              "rds:PromoteReadReplicaDBCluster"]),
    ("rds", "DeleteDBInstance", []),
])
def test_aws_needs_other_actions_for_some_operations_besides_their_own(service, operation, expected):
    pairs = dependent_actions.dependent_permissions(service, operation, {}, [], SCOPE)
    assert pairs == [(action, "*") for action in expected]

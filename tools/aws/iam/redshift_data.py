"""What calls of the Redshift Data API need: their cluster or workgroup, and the credentials with which AWS runs the
statement for the caller. Pure.

docs.aws.amazon.com/redshift/latest/mgmt/data-api-access.html, and the texts of ExecuteStatement in botocore's model
"""
from aws.iam import resources as on

OPERATIONS = ("BatchExecuteStatement", "DescribeTable", "ExecuteStatement", "ListDatabases", "ListSchemas",
              "ListTables")


def permissions(operation):
    """A function (params, scope) -> [(action, ARN)] of an operation that runs on a cluster or on a workgroup."""
    def pairs(params, scope):
        cluster, workgroup = params.get("ClusterIdentifier"), params.get("WorkgroupName")
        is_any = cluster is None and workgroup is None
        result = []
        if cluster is not None or is_any:
            result += _of_cluster(operation, cluster or "*", params, scope)
        if workgroup is not None or is_any:  # its ARN has its id, and no name
            is_arn = str(workgroup).startswith("arn:")
            result += _of_workgroup(operation, workgroup if is_arn else "workgroup/*", params, scope)
        return result
    return pairs


def _of_cluster(operation, cluster, params, scope):
    """[(action, ARN)] of a call on a cluster: without a secret AWS gets a password of DbUser, or of the role."""
    database = params.get("Database", "*")
    of_user = [("redshift:GetClusterCredentials", f"dbuser:{cluster}/{params.get('DbUser')}"),
               ("redshift:GetClusterCredentials", f"dbname:{cluster}/{database}")]
    of_role = [("redshift:GetClusterCredentialsWithIAM", f"dbname:{cluster}/{database}")]
    credentials = of_user if "DbUser" in params else of_role
    return [(action, on.arn("redshift", resource, scope)) for action, resource in (
        (f"redshift-data:{operation}", f"cluster:{cluster}"), *(credentials if _is_without_secret(params) else []))]


def _of_workgroup(operation, workgroup, params, scope):
    """[(action, ARN)] of a call on a workgroup of Redshift Serverless."""
    own = on.arn("redshift-serverless", workgroup, scope)
    credentials = [("redshift-serverless:GetCredentials", own)] if _is_without_secret(params) else []
    return [(f"redshift-data:{operation}", own), *credentials]


def _is_without_secret(params):
    """Whether a call names neither a secret nor a session, which has its credentials."""
    return params.get("SecretArn") is None and params.get("SessionId") is None

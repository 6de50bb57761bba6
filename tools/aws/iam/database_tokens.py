"""What connecting to a database needs with a token that boto3 signs without a request.

docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
"""
from aws.iam import resources as on

ACTIONS = ("rds-db:connect", "dsql:DbConnect", "dsql:DbConnectAdmin")


def user_connection(params, scope):
    """[(action, ARN)] of a token for a user of a database of RDS, whose own id is in no parameter."""
    return [(ACTIONS[0], on.arn("rds-db", f"dbuser:*/{params.get('DBUsername', '*')}", scope))]


def cluster_connection(action):
    """A function (params, scope) -> [(action, ARN)] of a token for the cluster of a host, "<id>.dsql.<region>.on.aws".
    """
    def pairs(params, scope):
        id_, dot, _domain = str(params.get("Hostname", "*")).partition(".")
        return [(action, on.arn("dsql", f"cluster/{id_ if dot else '*'}", scope))]
    return pairs


# {(service, name of the token's method, as of an operation): function}
TOKENS = {("rds", "GenerateDbAuthToken"): user_connection,
          **{("dsql", action.partition(":")[2]): cluster_connection(action) for action in ACTIONS[1:]}}

"""The permissions boundary of the app's roles: what they may do at most, whatever their own policies say. Pure.

A user who deploys may write the policies of the app's roles. Without a boundary that user could give a role, and so
the user's own code, every permission. An administrator creates the boundary once, from `make policy`; it allows the
actions of Pareto's recipes on the stack's own resources, and those that `permissions:` adds. Only a new entry of
`permissions:`
for another resource changes it, and the first lambda with `tracing` or `vpc`.
docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from aws import cfn
from aws.iam import evaluation
from deploy import deploy_policy, policy_rules
from kit.problems import Problem, Problems
from recipes import schedule, table

# service: ([actions on the stack's own resources], [their ARNs behind arn:aws:<service>:])
BY_TAGS = {"secretsmanager"}  # services whose resources are recognized by the stack's tags
OWN = {
    "dynamodb": ([*table.ON_TABLE, *table.OF_STREAM], ["{region}:{account}:table/{stack}-*"]),
    "events": (["events:PutEvents"], ["{region}:{account}:event-bus/{stack}"]),
    "iam": ([schedule.PASS_ROLE], [":{account}:role/{stack}-*"]),
    "lambda": (["lambda:InvokeFunction"], ["{region}:{account}:function:{stack}-*"]),
    "logs": (["logs:CreateLogStream", "logs:PutLogEvents"], ["{region}:{account}:log-group:{stack}-*"]),
    "s3": (["s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"], ["::{lower}-*"]),
    "scheduler": (schedule.ON_SCHEDULES, ["{region}:{account}:schedule/{stack}-*/*"]),
    "secretsmanager": (["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
                       [policy_rules.SECRET]),
    "sns": (["sns:Publish"], ["{region}:{account}:{stack}-*"]),
    "sqs": (["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl",
             "sqs:ReceiveMessage", "sqs:SendMessage"], ["{region}:{account}:{stack}-*"]),
}


def document(template, account):
    """The policy document. Raises Problems if it is too large for IAM.

    template  the app's, whole: not one of its nested stacks
    account   as of deploy_policy.policies()
    """
    names = {**account, "lower": account["stack"].lower()}
    own = {service: set(actions) for service, (actions, _arns) in OWN.items()}
    by_arn = {}
    for statement in role_statements(template):
        for resource in evaluation.listed(statement.get("Resource")):
            arn = written_arn(resource, names, template.get("Parameters", {}))
            for action in evaluation.listed(statement.get("Action")):
                actions = by_arn.setdefault(arn, set()) if arn else own.setdefault(action.split(":")[0], set())
                actions.add(action)
    condition = policy_rules.conditions(names)["own"]
    statements = [{"Effect": "Allow", "Action": sorted(actions), "Resource": own_arns(service, names),
                   **({"Condition": condition} if service in BY_TAGS else {})}
                  for service, actions in sorted(own.items())]
    statements += [{"Effect": "Allow", "Action": sorted(actions), "Resource": [arn]}
                   for arn, actions in sorted(by_arn.items())]
    statements = deploy_policy.of_partition(statements, account["region"])
    if deploy_policy.size(statements) > deploy_policy.LARGEST:
        raise Problems(Problem("", 0, f"the boundary has {deploy_policy.size(statements):,} characters, and IAM takes "
                               f"{deploy_policy.LARGEST:,}", "write fewer `permissions:`, or with `*` in the resource"))
    return deploy_policy.document(statements)


def own_arns(service, names):
    """[ARN pattern] of the stack's resources of a service."""
    of_rules = policy_rules.RULES[service][-1].arns if service in policy_rules.RULES else ["*:{account}:*"]
    arns = OWN[service][1] if service in OWN else of_rules
    return [f"arn:aws:{service}:{arn.format(**names)}" for arn in arns]


def role_statements(template):
    """Yields the statements of all roles of a template."""
    for resource in template["Resources"].values():
        properties = resource["Properties"]
        documents = [policy.get("PolicyDocument") for policy in evaluation.listed(properties.get("Policies"))
                     if isinstance(policy, dict)] if resource["Type"] == "AWS::IAM::Role" else []
        if resource["Type"] in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):  # of resources.yaml
            documents.append(properties.get("PolicyDocument"))
        for document_ in documents:
            for statement in evaluation.listed(document_.get("Statement")) if isinstance(document_, dict) else []:
                while isinstance(statement, dict) and "Fn::If" in statement:  # of a resource with a condition
                    statement = statement["Fn::If"][1]
                if is_allowing(statement):
                    yield statement


def is_allowing(statement):
    """Whether a statement allows something, in the form that IAM takes: cfn-lint reports any other form."""
    return isinstance(statement, dict) and statement.get("Effect") == "Allow" and all(
        isinstance(part, kind) for field, kind in (("Action", str), ("Resource", str | dict))
        for part in evaluation.listed(statement.get(field)))


def written_arn(resource, names, parameters):
    """The ARN of a statement, as a text; None if it is of a resource of the stack, which OWN covers.

    resource    "*", an ARN, Fn::Sub with ${AWS::Region} or the like, or a reference
    parameters  {name: ...} of the template: their values are not known here, and any is allowed
    """
    values = {"AWS::Region": names["region"], "AWS::AccountId": names["account"], "AWS::Partition": "aws",
              "AWS::StackName": names["stack"], "Stage": names["stage"], "AWS::URLSuffix": "amazonaws.com"}
    if isinstance(resource, str):
        return resource
    if "Fn::If" in resource:
        return written_arn(resource["Fn::If"][1], names, parameters)
    if resource.get("Ref") in parameters:
        return "*"
    values.update(dict.fromkeys(parameters.keys() - values.keys(), "*"))
    text, variables = cfn.sub_parts(resource.get("Fn::Sub", ""))
    values.update(dict.fromkeys(variables, "*"))
    if not text or any(name not in values for name in cfn.GROUP.findall(text)):
        return None
    arn = cfn.GROUP.sub(lambda group: values[group[1]], text)
    if arn.startswith(policy_rules.parameters(names)[:-1]):
        return policy_rules.parameters(names)
    return None if any(evaluation.matches(own, arn) for service in OWN for own in own_arns(service, names)) else arn

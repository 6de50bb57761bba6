"""The IAM policies of a user who deploys an app in a stage, for programs that print or write them."""
import re

from aws import resource_types, stages
from deploy import deploy_policy, stored_values
from kit import names, settings
from recipes import own_resources


def facts(app, stage, account):
    """The `account` of deploy_policy.policies(), for which it reads app.yaml. account: its number, or "*" """
    env = settings.values(settings.read()["env"], stage)
    return {"account": account, "region": app["settings"]["region"], "app": app["name"], "stage": stage,
            "stack": names.stack(app["name"], stage), "bucket": stages.bucket(app),
            "domain": app["settings"].get("domain") or "", "parameters": stored_values.parameters(env)}


def schemas(template, region):
    """{type: AWS's schema} of the template's types, as cfn-lint has them for the region."""
    types = {resource["Type"] for resource in template["Resources"].values()}
    return {type_: resource_types.schema(region, type_) for type_ in types}


def policies(app, template, facts):
    """[policy document] of the app's template; facts: of facts()."""
    own_types = {resource["Type"] for resource in own_resources.added(app).values()}
    return deploy_policy.policies(template, schemas(template, facts["region"]), facts, own_types)


def read_only(policies):
    """[policy document] with those statements' actions that read settings: what `make diff` needs. No logs."""
    reading = [(statement, [action for action in statement["Action"]
                            if re.match(r"(?!logs:)[\w-]+:(Describe|Get|List)", action)])
               for policy in policies for statement in policy["Statement"]
               if statement["Effect"] == "Allow" and isinstance(statement["Action"], list)]
    return deploy_policy.split([{**statement, "Action": actions} for statement, actions in reading if actions])

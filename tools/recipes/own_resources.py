"""resources.yaml: CloudFormation of the app's own, in the root stack; and variables that name one of its resources.

    env:
      CLUSTER_ARN: !GetAtt Cluster.Arn
      CLUSTER_URL: !Sub https://${Cluster.Endpoint}/${Stage}

The role follows from the calls of the code that name such a variable, where the ARN of the resource is known
(aws/resource_arns.py); else `permissions` names it, with `resource: ${Cluster.Arn}`.
"""
from aws import cfn
from aws.app import AppModel
from kit import yaml_functions
from kit.schema import line_of
from recipes import function, nothing

WORD = "resources"  # of recipes.template.Part
WITH_BOUNDARY = ("AWS::IAM::Role", "AWS::IAM::User")


def section(app: AppModel, name: str) -> dict:
    """A section of resources.yaml, "Resources"; {} without the file or the section."""
    return app["resources"]["sections"].get(name, {}) if "resources" in app else {}


def resources(app: AppModel) -> dict:
    """{"Cluster": resource}: those of the file; a role gets the boundary of app.yaml, unless it has its own."""
    if not app["settings"].get("boundary"):
        return section(app, "Resources")
    return {id_: {**resource, "Properties": {"PermissionsBoundary": function.BOUNDARY, **resource["Properties"]}}
            if resource["Type"] in WITH_BOUNDARY else resource
            for id_, resource in section(app, "Resources").items()}


def outputs(app: AppModel) -> dict:
    """{"ClusterName": {"Value": ...}}: those of the file."""
    return section(app, "Outputs")


def conditions(app: AppModel) -> dict:
    """{"IsProd": condition}: those of the file."""
    return section(app, "Conditions")


def added(app: AppModel) -> dict[str, dict]:
    """{logical id: resource}: all that is not Pareto's own: of the file, and of the app's own words."""
    parts = [*app.get("words", {}).values(), *(part for fn in app["lambdas"].values()
                                               for part in fn.get("words", {}).values())]
    of_words = {id_: resource for part in parts for id_, resource in part["resources"].items()}
    return {**section(app, "Resources"), **of_words}


def address(app: AppModel, key: str) -> tuple[str, int]:
    """(path, line) of a dotted key of the file, "Resources.Cluster.Type"; of the nearest key above it."""
    return app["resources"]["path"], line_of(app["resources"]["lines"], key)


def value(app: AppModel, of: str):
    """The value of a variable that names "Cluster.Arn", or has it in a text; absent where the condition of a
    resource is false."""
    id_, _dot, attribute = of.partition(".")
    reference = cfn.sub(of) if yaml_functions.is_text(of) else cfn.attribute(id_, attribute) if attribute else \
        cfn.ref(id_)
    return where_present(app, yaml_functions.ids(of), reference, cfn.ref("AWS::NoValue"))


def where_present(app: AppModel, ids: list[str], value_, absent):
    """A value of the template if the conditions of resources of the file are true, else `absent`."""
    for id_ in ids:
        condition = section(app, "Resources").get(id_, {}).get("Condition")
        value_ = {"Fn::If": [condition, value_, absent]} if condition else value_
    return value_


access_statements = nothing.no_statements  # of a variable whose calls are not known: its `permissions`

"""Templates in YAML, with the short forms of functions: !Ref, !Sub, !GetAtt."""
import yaml

from localcloud.cloudformation.errors import ApiError


class Loader(yaml.SafeLoader):
    """YAML as CloudFormation parses it: a date stays text, and a short tag is a function."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def function(loader, suffix, node):
    """!Sub x -> {"Fn::Sub": x}; !Ref and !Condition keep their names."""
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


Loader.add_multi_constructor("!", function)


def loaded(body):
    """The data in a YAML text. Raises ApiError, with the line, if it is not YAML."""
    try:
        return yaml.load(body, Loader)  # a SafeLoader: plain data only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        position = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise ApiError(f"Template format error: YAML not well-formed.{position}")
    except yaml.YAMLError:
        raise ApiError("Template format error: YAML not well-formed.")

"""Runs cfn-lint on the template of an app; a large template in pieces.

cfn-lint compares each reference with every resource: 1,000 lambdas at once take many minutes. A piece has the resources
of some lambdas, with all that these refer to, so it gets the same findings. One piece has the rest of the template, and
the resources of resources.yaml and of the app's own words, with all that could have their names.
"""
import functools
import importlib.metadata
import zlib
from collections.abc import Iterable
from typing import Any

from aws import cfn
from aws.app import AppModel
from kit import files
from recipes import KINDS, nesting, own_resources

LARGE = 300  # resources, from which on pieces take less time
LAMBDAS = 16  # the most of a piece, on average
REST = -1  # the number of the piece that is not of lambdas


@functools.cache
def rules(ignored: tuple[str, ...]) -> Any:
    """The rules of cfn-lint, without those with these ids. Loading them takes more than a second."""
    from cfnlint.context.context import Context, Path  # two seconds to import
    from cfnlint.core import get_rules
    from cfnlint.jsonschema import validators
    from cfnlint.jsonschema._filter import FunctionFilter
    from cfnlint.rules.jsonschema.CfnLint import CfnLint
    from cfnlint.template import Template
    attributes = Template.get_valid_getatts

    def attributes_once(template):
        """cfn-lint collects them for each Fn::GetAtt: a fifth of its time."""
        if "attributes" not in vars(template):
            template.attributes = attributes(template)
        return template.attributes
    Template.get_valid_getatts = attributes_once  # ty: ignore[invalid-assignment]
    create, classes = validators.create, {}

    def create_once(**arguments):
        """cfn-lint creates a class for each rule at each resource: another fifth."""
        functions, function_filter, resolvers = (
            arguments[name] for name in ("validators", "function_filter", "fn_resolvers"))
        key = frozenset(functions.items()), repr(function_filter), frozenset(resolvers.items())
        if key not in classes:
            classes[key] = create(**arguments)
            classes[key].evolve = _changed
        return classes[key]
    validators.create = create_once  # ty: ignore[invalid-assignment]
    Context.evolve = FunctionFilter.evolve = Path.evolve = _changed  # ty: ignore[invalid-assignment]
    CfnLint.cfnLint = _errors_by_keyword  # ty: ignore[invalid-assignment]
    return get_rules([], [*ignored], [])


def _changed(instance, **changes):
    """A copy with other fields. cfn-lint makes several for each value, by slow constructors: a fifth of its time."""
    copy = object.__new__(instance.__class__)
    vars(copy).update(vars(instance), **changes)
    if "ref_values" in changes:
        vars(copy)["ref_values"] = {**instance.ref_values, **changes["ref_values"]}
    if "resources" in changes:
        vars(copy).pop("module_names", None)  # a cached property of a Context
    return copy


def _errors_by_keyword(rule, validator, keywords, instance, schema):
    """The errors of the rules that are for a place in a template. cfn-lint compares the names of all places for each
    value: an eighth of its time."""
    from cfnlint.jsonschema._utils import Unset  # see rules()
    if "by_keyword" not in vars(rule):
        rule.by_keyword = {}
        for child in rule.child_rules.values():
            for keyword in child.keywords if child and child.id else ():
                rule.by_keyword.setdefault(keyword, []).append(child)
    validator = validator.evolve(function_filter=validator.function_filter.evolve(add_cfn_lint_keyword=False))
    for keyword in keywords:
        for child in rule.by_keyword.get(keyword, ()):
            for error in child.validate(validator, keyword, instance, schema):
                if error.rule is None and isinstance(error.validator, Unset):
                    error.rule = child
                yield error


def matches(template: dict, ignored: Iterable[str], regions: Iterable[str]) -> list[list]:
    """[[id of the rule, [part of the path], message]] of cfn-lint. ignored: ids of rules"""
    from cfnlint.api import ManualArgs, lint  # see rules()
    results: list[Any] = lint(files.json_bytes(template).decode(), rules(tuple(ignored)),  # which declares no `path`
                              config=ManualArgs(regions=[*regions]))
    return [[match.rule.id, [str(part) for part in match.path or []], match.message] for match in results]


def version() -> str:
    """The version of cfn-lint."""
    return importlib.metadata.version("cfn-lint")


def pieces(app: AppModel, template: dict, owners: dict[str, tuple[str | None, str]]) -> list[tuple[dict, set[str]]]:
    """[(template, logical ids of stubs)] that have the findings of a template together, without those of the stubs.

    owners  {logical id: (owner, word)} of recipes.template
    """
    resources = template["Resources"]
    if len(resources) < LARGE:
        return [(template, set())]
    count = 1 << (len(app["lambdas"]) // LAMBDAS).bit_length()  # rarely another: then all pieces are
    own_types = {resource["Type"] for resource in own_resources.added(app).values()}
    numbers = {id_: zlib.crc32(owner.encode()) % count for id_, (owner, word) in owners.items()
               if owner in app["lambdas"] and word not in KINDS}
    uses = nesting.uses_by_id(template)
    targets = {id_: ({name for name, _attribute in used.references} | {*cfn.dependencies(resources[id_])})
               & resources.keys() for id_, used in uses.items()}
    everywhere = _reached([id_ for id_, resource in resources.items() if resource["Type"] in own_types], targets, {})
    by_number: dict[int, list[str]] = {}
    for id_ in resources:
        by_number.setdefault(numbers.get(id_, REST), []).append(id_)
    return [_piece(template, _reached(ids, targets, numbers) | (everywhere if number == REST else set()), targets,
                   number == REST) for number, ids in sorted(by_number.items())]


def _reached(ids, targets, numbers):
    """{logical id} of resources and of all to which `targets` lead from there: not from what several lambdas share to
    what one has, such as from an API's deployment to its thousand methods. numbers: of what a lambda has"""
    reached, waiting = set(), [*ids]
    while waiting:
        id_ = waiting.pop()
        if id_ not in reached:
            reached.add(id_)
            waiting += [target for target in targets[id_] if id_ in numbers or target not in numbers]
    return reached


def _piece(template, ids, targets, is_rest):
    """(template of some resources, logical ids of its stubs). The stubs have only what a reference needs."""
    named = set().union(*(targets[id_] for id_ in ids))
    named |= {name for name, _attribute in cfn.uses(template["Outputs"]).references if is_rest} & targets.keys()
    stubs = named - ids
    resources = {id_: resource if id_ in ids else {
        key: resource[key] for key in ("Type", "Condition") if key in resource}
                 for id_, resource in template["Resources"].items() if id_ in named | ids}
    uses, conditions = cfn.uses(resources), template.get("Conditions", {})
    if is_rest:  # it has the parameters and conditions that nothing uses, too
        every = cfn.uses([template["Resources"], template["Outputs"]]).conditions
        unused = conditions.keys() - nesting.used_conditions(every, conditions)
        uses = nesting.joined([uses, cfn.Uses({(name, None) for name in template["Parameters"]}, unused)])
    outputs = template["Outputs"] if is_rest else {"Stage": template["Outputs"]["Stage"]}
    return nesting.without_unused({**template, "Resources": resources, "Outputs": outputs}, uses), stubs

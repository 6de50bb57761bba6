"""Runs cfn-lint on the template of an app; a large template in pieces.

cfn-lint compares each reference with every resource: 1,000 lambdas at once take many minutes. A piece has the resources
of some lambdas, and stubs of what these refer to, so it gets the same findings. One piece has the rest of the template,
and what several resources can have wrong together: those of resources.yaml and of the app's own words, all others of
their types, which could have their names, and all that these refer to; and circles of references.
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
    from cfnlint.core import get_rules  # two seconds to import
    from cfnlint.jsonschema import validators
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
        return classes[key]
    validators.create = create_once  # ty: ignore[invalid-assignment]
    return get_rules([], [*ignored], [])


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
    targets = {id_: ({name for name, _attribute in used.references} | {*cfn.dependencies(resources[id_])})
               & resources.keys() for id_, used in nesting.uses_by_id(template).items()}
    own_types = {resource["Type"] for resource in own_resources.added(app).values()}
    circular = {*resources}  # in the end: what refers to itself through others
    while ends := {id_ for id_ in circular if circular.isdisjoint(targets[id_])}:
        circular -= ends
    by_number = {REST: _reached([id_ for id_ in resources if resources[id_]["Type"] in own_types or id_ in circular],
                                targets)}
    for id_ in resources:
        owner, word = owners.get(id_, (None, ""))
        of_lambda = owner in app["lambdas"] and word not in KINDS
        by_number.setdefault(zlib.crc32(f"{owner}".encode()) % count if of_lambda else REST, set()).add(id_)
    return [_piece(template, ids, targets, number == REST) for number, ids in sorted(by_number.items())]


def _reached(ids, targets):
    """{logical id} of resources and of all to which `targets` lead from there."""
    reached, waiting = set(), [*ids]
    while waiting:
        id_ = waiting.pop()
        if id_ not in reached:
            reached.add(id_)
            waiting += targets[id_]
    return reached


def _piece(template, ids, targets, is_rest):
    """(template of some resources, logical ids of its stubs). The stubs have only what a reference needs."""
    resources, outputs = template["Resources"], template["Outputs"]
    stubs = set().union(*(targets[id_] for id_ in ids)) - ids
    if is_rest:
        stubs |= {name for name, _attribute in cfn.uses(outputs).references if name in resources} - ids
    chosen = {id_: resources[id_] for id_ in sorted(ids)}
    chosen |= {id_: {key: value for key, value in resources[id_].items() if key in ("Type", "Condition")}
               for id_ in sorted(stubs)}
    uses, conditions = cfn.uses(chosen), template.get("Conditions", {})
    if is_rest:  # it has the parameters and conditions that nothing uses, too
        every = cfn.uses([resources, outputs]).conditions
        unused = conditions.keys() - nesting.used_conditions(every, conditions)
        uses = nesting.joined([uses, cfn.Uses({(name, None) for name in template["Parameters"]}, unused)])
    own_outputs = outputs if is_rest else {"Stage": outputs["Stage"]}
    return nesting.without_unused({**template, "Resources": chosen, "Outputs": own_outputs}, uses), stubs

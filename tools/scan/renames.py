"""Finds an app whose `name:` was changed, while its code still has the former name."""
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from aws.app import Lambda, rule_entries
from kit import names
from kit.problems import Problem
from kit.schema import line_of
from scan import variables
from scan.facts import Link

KINDS = {*variables.STATE, variables.BUS, *variables.OF_LAMBDA}
SHOWN = 5  # uses that are listed; the others are counted


class Use(NamedTuple):
    """One use of the name of another app.

    words  the parts before the kind: DEMO_ARCHIVE_TABLE has ("DEMO", "ARCHIVE")
    name   the variable; "" for a table or a bucket that an infra block names
    doubt  0 if the part after the name is a lambda of this app (DEMO_PAGES_QUEUE, and the app has a lambda pages with
           a queue); 2 if the lambda that reads it has `permissions`, so it may be of another app; else 1
    field  the field of an infra block that names a table, bucket or stream: "name" of a source, "table" or "stream"
    """

    path: str
    line: int
    words: tuple
    name: str = ""
    doubt: int = 1
    field: str = ""


def problems(app: str, fns: dict[str, Lambda], linked: dict[str, Link], values: Iterable[str],
             lambdas: dict[str, tuple[str, str | None]], name: str) -> list[Problem]:
    """[Problem] of an app whose code has variables of another name: one for all of them, at the first use.

    app      its names.own_prefix()
    fns      {lambda: {"path", "infra", "lines"}} of app.json
    linked   {lambda: {"reads": [(variable, path, line, optional)]}}
    values   the variables that app.yaml gives values to: they are from outside
    lambdas  {"HELLO": ("hello", trigger)} of scan/variables.py
    name     of app.yaml
    """
    own = names.prefix(app).split("_")
    all_uses = sorted({*sources(app, fns), *reads(fns, linked, values, lambdas)})
    has_own = any(list(use.words[:len(own)]) == own for use in all_uses)
    groups = {}
    for use in all_uses:
        if list(use.words[:len(own)]) != own:
            groups.setdefault(use.words[0], []).append(use)
    for uses in groups.values():
        variable = next((use for use in uses if use.name and use.doubt < 2), None)
        if variable and (not has_own or any(not use.doubt or not use.name for use in uses)):
            return [problem(app, variable, uses, name)]
    return []


def sources(app: str, fns: dict[str, Lambda]) -> Iterator[Use]:
    """Yields a Use for each table, bucket and website of another app that an infra block names."""
    for fn in fns.values():
        infra = fn["infra"] or {}
        state_names = [(f"{key}.source.name", event["source"]["name"]) for key, event in rule_entries(infra)
                       if event.get("source", {}).get("type", "").upper() in variables.STATE]
        state_names += [(f"indexes.{at}.table", index["table"]) for at, index in enumerate(infra.get("indexes", []))]
        state_names += [("stream.table", infra["stream"]["table"])] if "stream" in infra else []
        state_names += [("kinesis.stream", infra["kinesis"]["stream"])] if "kinesis" in infra else []
        for key, name in state_names:
            if name != app and not name.startswith(f"{app}-"):
                yield Use(fn["path"], line_of(fn["lines"], key), tuple(names.prefix(name).split("_")),
                          field=key.rpartition(".")[2])


def reads(fns: dict[str, Lambda], linked: dict[str, Link], values: Iterable[str],
          lambdas: dict[str, tuple[str, str | None]]) -> Iterator[Use]:
    """Yields a Use for each variable whose name is like those of an app's state and lambdas, of any app."""
    for lambda_, link in linked.items():
        infra = fns[lambda_]["infra"] or {}
        doubt = 2 if infra.get("permissions") else 1
        own = {*values, *infra.get("env", ())}
        for name, path, line, _optional in link["reads"]:
            *name_parts, kind = name.split("_")
            if kind in KINDS and name_parts and name not in own and not variables.is_lambdas_own(name):
                of = next((name_parts[:at] for at in range(1, len(name_parts)) if kind in variables.OF_LAMBDA
                           and has_trigger(lambdas.get("_".join(name_parts[at:])), kind)), None)
                if of or kind not in variables.OF_LAMBDA:  # KAFKA_TOPIC is a value, unless a lambda has the name
                    yield Use(path, line, tuple(of or name_parts), name, 0 if of and doubt == 1 else doubt)


def has_trigger(lambda_: tuple[str, str | None] | None, kind: str) -> bool:
    """Whether a lambda, ("pages", "queue") or None, exists and has the trigger that a kind of variable names."""
    return lambda_ is not None and variables.OF_LAMBDA[kind] in (None, lambda_[1])


def problem(app: str, first: Use, uses: list[Use], name: str) -> Problem:
    """The Problem of all uses: their lines, their name, and the solutions."""
    words_by_position = zip(*(use.words for use in uses))
    old = "_".join(words[0] for words in takewhile(lambda words: len(set(words)) == 1, words_by_position))
    new_variable = names.prefix(app) + first.name.removeprefix(old)
    variables_too = listed_locations(f"{use.path}:{use.line}" for use in uses if use.name and use[:2] != first[:2])
    blocks = listed_locations(f"`{use.field}: {state_name(app, use.words, old)}` at {use.path}:{use.line}"
                           for use in uses if use.field)
    others = f"; so are {variables_too}" * bool(variables_too) + f"; in infra blocks {blocks}" * bool(blocks)
    old_name = old.lower().replace("_", "-")
    subject, by_name = ("the app is called", f", or write `name: {old_name}`") if app == name else (
        "the `prefix` of app.yaml is", "")
    return Problem(first.path, first.line, f"{subject} {app}: {new_variable}?",
                   f"{first.name} is of an app called {old_name}{others}. Write `prefix: {old_name}` in app.yaml, and "
                    f"keep the code; or change the code{by_name}. A variable that holds a value of yours belongs under "
                    "`env:` of app.yaml")


def listed_locations(locations: Iterable[str]) -> str:
    """The first locations, and how many more there are: "lambdas/a/index.py:3, lambdas/b/index.py:4 and 2 more"."""
    unique = list(dict.fromkeys(locations))
    return ", ".join(unique[:SHOWN]) + f" and {len(unique) - SHOWN} more" * (len(unique) > SHOWN)


def state_name(app: str, name_parts, old) -> str:
    """The name of state under the app's new name: ("brief", ("DEMO", "ARCHIVE"), "DEMO") -> "brief-archive"."""
    return "-".join([app, *"_".join(name_parts).removeprefix(old).lower().split("_")[1:]])


def state_hint(app: str, kind, field, name: str):
    """The hint for a name of a table, bucket or website that does not begin with the app's name."""
    own_name, suffix = name.partition("-")[2], next(end for end, of_kind in variables.STATE.items() if of_kind == kind)
    suggestions = [f"{app}-{own_name}" if own_name else app, f"{app}-{name}"]
    return ", ".join(f"`{field}: {suggestion}` is {names.prefix(suggestion)}_{suffix}" for suggestion in suggestions)

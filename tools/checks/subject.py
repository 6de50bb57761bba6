"""The subject of the checks: the app's model, the observations of its code, its files and settings."""
import functools
import heapq
import itertools
from collections.abc import Iterator
from typing import Any

from interpreter.plain import options, variable
from interpreter.sources import constant_texts
from kit.problems import Problems


def per_subject(function):
    """Caches the results of a function of a subject (and further arguments) as long as that subject lives."""
    @functools.wraps(function)
    def remembered(subject, *arguments):
        results = subject.remembered.setdefault(function, {})
        if arguments not in results:
            results[arguments] = function(subject, *arguments)
        return results[arguments]
    return remembered


class Subject:
    """See checks/__init__.py; nothing here is changed by a check."""

    def __init__(self, model, observations, files, settings, layers):
        self.model, self.observations, self.files = model, observations, files
        self.settings, self.layers = settings, layers
        self.paths, self.lints, self.has_new_results = set(files), False, False
        self.linted: dict[str, Any] = {}  # see checks/template.py
        self.sources: Any = None  # interpreter/sources.py
        self.remembered = {}  # {function: {arguments: result}}, see per_subject
        self.kinds = {name: {read["name"]: (read["kind"], read["of"]) for read in fn["env"]}
                      for name, fn in model["lambdas"].items()}

    def tree(self, path):
        """The syntax tree of a file of the app."""
        return self.sources.tree(path)

    def of_tree(self, function, path, *arguments):
        """function(syntax tree of a file, *arguments): plain JSON, cached between runs until the file changes."""
        results = self.files.get(path, {}).setdefault("results", {})
        key = f"{function.__module__}.{function.__name__}{arguments}"
        if key not in results:
            result, self.has_new_results = function(self.tree(path), *arguments), True
            results[key] = [*result] if isinstance(result, Iterator) else result
        return results[key]

    @functools.cached_property
    def lambdas(self):
        """[(name, lambda)] of the app model, in the order of their names."""
        return sorted(self.model["lambdas"].items())

    @functools.cached_property
    def python_files(self):
        """[path] of the files of the app's code, sorted."""
        return sorted(path for path in self.files if path.endswith(".py"))

    @per_subject
    def texts(self, path):
        """{text} of the constant texts in a file of the app."""
        return constant_texts(self.tree(path))

    @functools.cached_property
    def allowed(self):
        """{(path, line, id): the line of the allowance} of the lines where a finding is allowed."""
        return {(path, line, id_): number for path, facts in self.files.items()
                for number, ids, _reason in facts["allows"] for id_ in ids for line in (number, number + 1)}

    @functools.cached_property
    def all_calls(self):
        """[(lambda, call)] of all lambdas, in the order of their names."""
        return [(name, call) for name in sorted(self.observations) for call in self.observations[name]["calls"]]

    @functools.cached_property
    def distinct_calls(self):
        """all_calls, a call that several lambdas reach once."""
        by_key = {}
        for name, call in self.all_calls:
            by_key.setdefault(repr((call["file"], call["line"], call["service"], call["operation"], call["args"],
                                    self.table_of(name, call))), (name, call))
        return [*by_key.values()]

    @functools.cached_property
    def calls_by_service(self):
        """{service: [(lambda, call)]} of distinct_calls."""
        calls = {}
        for name, call in self.distinct_calls:
            calls.setdefault(call["service"], []).append((name, call))
        return calls

    def calls(self, service=None, operations=None):
        """Yields (lambda, call) of the calls of a service, or of all; a call that several lambdas reach counts once.

        operations  {"GetItem"}: of these only
        """
        for name, call in self.distinct_calls if service is None else self.calls_by_service.get(service, ()):
            if operations is None or call["operation"] in operations:
                yield name, call

    @functools.cached_property
    def notes_by_kind(self):
        """{kind: [(position, lambda, note)]} of all lambdas, in the order of their names."""
        notes, position = {}, itertools.count()
        for name in sorted(self.observations):
            for note in self.observations[name]["notes"]:
                notes.setdefault(note["note"], []).append((next(position), name, note))
        return notes

    def notes(self, *kinds):
        """Yields (lambda, note) of the notes of some kinds: notes("writes"). Fields: interpreter/observation.py."""
        groups = [self.notes_by_kind[kind] for kind in {*kinds} if kind in self.notes_by_kind]
        for _position, name, note in groups[0] if len(groups) == 1 else heapq.merge(*groups):
            yield name, note

    def followed(self, trigger):
        """Yields (lambda, observation) of the lambdas with a trigger, "queue", all of whose code could be followed."""
        for name, fn in self.lambdas:
            if trigger in fn["infra"] and self.observations[name]["whole"]:
                yield fn, self.observations[name]

    def returned(self, *triggers):
        """Yields (lambda, where it is returned, plain value) of each value that the handlers of followed() return."""
        for fn, observation in (pair for trigger in triggers for pair in self.followed(trigger)):
            for returned in observation["returns"]:
                for value in options(returned["value"]):
                    yield fn, returned, value

    @functools.cached_property
    def users(self):
        """{("table", "demo"): [lambda whose variables name it]}, in the order of their names."""
        users = {}
        for name, kinds in sorted(self.kinds.items()):
            for use in {*kinds.values()}:
                users.setdefault(use, []).append(name)
        return users

    def referenced(self, name, value):
        """("table", "demo") of a plain value that is a variable of a lambda, (None, None) of other values."""
        return self.kinds[name].get(variable(value), (None, None))

    def table_of(self, name, call):
        """The name of the app's table that a call of DynamoDB is for; None if it is unknown, or none of the app's."""
        value = call["args"].get("TableName", call["ids"].get("Name"))
        kind, table = self.referenced(name, value)
        return table if kind == "table" and table in self.model["state"]["table"] else None

    @per_subject
    def parts(self):
        """The parts of the template (recipes.template.parts). Raises Problems of equal names, as expanding does."""
        from recipes import limits, template  # 30 ms, and few findings need the template
        parts = template.parts_of_file(self.model)
        if problems := limits.problems(self.model, parts):
            raise Problems(*problems)
        return parts

    @per_subject
    def template(self):
        """The template that the model expands to. Raises Problems as expanding does."""
        from recipes import template  # see parts()
        return template.template(self.model, self.parts())

    @per_subject
    def addresses(self):
        """{logical id: (path, line)}: the line of the word from which a resource is made."""
        from recipes import template  # see parts()
        return template.addresses(self.model, self.parts())

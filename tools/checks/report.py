"""Findings of all checks as Problems, without those that the code allows with a reason."""
import ast
import os
from collections.abc import Container

from checks import CHECKS, imports
from checks.check import Finding, Subject
from interpreter.sources import deep_recursion, nodes_of
from kit.problems import Problem

CAUSES, CONSEQUENCES = {"P101", "P201", "P202"}, {"P701", "P706"}
OF_TYPES = {"P167", "P168"}  # another check of the same line names the fault better
NO_REASON, IDLE = "P001", "P002"
WHY = "# pareto: allow {}, because ..."


def problems(subject: Subject, ids: set[str] | None = None, skipped: Container[str] = ()) -> list[Problem]:
    """[Problem] of the findings of all checks, sorted; without those that a line of the code allows. Only the problem
    of a renamed package if there is one: the checks cannot follow its imports.

    ids      {"P101"}: only of these checks, and then no problem of an allowance that matches no finding
    skipped  ids of checks that do not run
    """
    renamed = imports.renamed_package(subject)
    if renamed:  # the checks know nothing about modules that cannot be imported
        return renamed
    with deep_recursion():
        findings = {(id_, finding) for id_, check in CHECKS.items()
                    if (ids is None or id_ in ids) and id_ not in skipped for finding in check.findings(subject)}
    findings -= consequences(subject, findings)
    allowed = subject.allowed
    used = {(finding.path, allowed[finding.path, finding.line, id_], id_) for id_, finding in findings
            if (finding.path, finding.line, id_) in allowed}
    remaining = [problem(id_, finding) for id_, finding in findings if (finding.path, finding.line, id_) not in allowed]
    return sorted({*remaining, *(allowances(subject, used) if ids is None else ())})


def consequences(subject, findings):
    """{(id, finding)} of calls with an unknown resource, or one that the role does not allow, because of a name or a
    parameter in the same call that another check reports; of types, in lines of which another check reports a fault."""
    reported = {(finding.path, finding.line) for id_, finding in findings if id_ not in OF_TYPES}
    causes: dict[str, list[int]] = {}
    for id_, finding in findings:
        if id_ in CAUSES:
            causes.setdefault(finding.path, []).append(finding.line)
    result = {(id_, finding) for id_, finding in findings
              if id_ in OF_TYPES and (finding.path, finding.line) in reported}
    for id_, finding in findings:
        if id_ in CONSEQUENCES and finding.path in causes and finding.path in subject.files:
            ends = [node.end_lineno or 0 for node in nodes_of(subject.tree(finding.path), ast.Call)
                    if node.lineno == finding.line]
            if any(finding.line <= line <= max(ends, default=finding.line) for line in causes[finding.path]):
                result.add((id_, finding))
    return result


def lambdas_of(subject: Subject, path: str) -> list[str]:
    """The names of the lambdas whose code loads a file; else of the one in whose folder it is; [] for other files."""
    users = [name for name, observation in sorted(subject.observations.items()) if path in observation["files"]]
    folders = {os.path.dirname(fn["path"]): name for name, fn in subject.model["lambdas"].items()}
    while path and not users:
        path = os.path.dirname(path)
        users = [folders[path]] if path in folders else []
    return users


def gave_up(subject: Subject) -> list[tuple]:
    """[(path, line)] where the interpreter stopped to follow a lambda's code, because its budget of steps was spent."""
    return sorted({tuple(observation["gave_up"]) for observation in subject.observations.values()
                   if observation["gave_up"]})


def large(subject: Subject) -> list[str]:
    """The paths of the files of which the checks read little, because they are too large for a person to write them."""
    return sorted(path for path, facts in subject.files.items() if facts.get("large"))


def problem(id_: str, finding: Finding) -> Problem:
    """The Problem of a finding: its message, AWS's message, and its hint."""
    aws_line = f"\n  AWS: {finding.aws_message}" if finding.aws_message else ""
    return Problem(finding.path, finding.line, f"[{id_}] {finding.message}{aws_line}", finding.hint)


def allowances(subject, used):
    """Yields the Problems of allowances without a reason, and of those that match no finding.

    used  {(path, line, id)} of the allowances that match a finding
    """
    for path, facts in sorted(subject.files.items()):
        for number, ids, reason in facts["allows"]:
            if not reason:
                yield Problem(path, number, f"[{NO_REASON}] an allowance without a reason", WHY.format(", ".join(ids)))
            for id_ in ids:
                if (path, number, id_) not in used:
                    message = "has no finding here" if id_ in CHECKS else "is no check"
                    yield Problem(path, number, f"[{IDLE}] {id_} {message}", "remove the allowance")

"""From checks to Problems: the findings of every check, without those that the code allows with a reason."""
import os

from checks import CHECKS, imports
from kit.problems import Problem

NO_REASON, IDLE = "P001", "P002"
WHY = "# pareto: allow {}, because ..."


def problems(subject, ids=None):
    """[Problem] of all checks, or of some; allowances are checked only where all checks run."""
    renamed = imports.renamed_package(subject)
    if renamed:  # the checks know nothing about modules that cannot be imported
        return renamed
    findings = {(id_, finding) for id_, check in CHECKS.items() if ids is None or id_ in ids
                for finding in check.findings(subject)}
    allowed = {(path, line, id_): number for path, facts in subject.files.items()
               for number, allowed_ids, _reason in facts["allows"] for id_ in allowed_ids
               for line in (number, number + 1)}
    used = {(finding.path, allowed[finding.path, finding.line, id_], id_) for id_, finding in findings
            if (finding.path, finding.line, id_) in allowed}
    remaining = [problem(id_, finding) for id_, finding in findings
                 if (finding.path, finding.line, id_) not in allowed]
    return sorted({*remaining, *(allowances(subject, used) if ids is None else ())})


def lambdas_of(subject, path):
    """The lambdas whose code loads a file, or else the one in whose folder it is; [] for other files."""
    users = [name for name, observation in sorted(subject.observations.items()) if path in observation["files"]]
    folders = {os.path.dirname(fn["path"]): name for name, fn in subject.model["lambdas"].items()}
    while path and not users:
        path = os.path.dirname(path)
        users = [folders[path]] if path in folders else []
    return users


def gave_up(subject):
    """[(path, line)] where the interpreter's budget for a lambda's code ended."""
    return sorted({tuple(observation["gave_up"]) for observation in subject.observations.values()
                   if observation["gave_up"]})


def problem(id_, finding):
    """The Problem of a finding: its message, AWS's message, and its hint."""
    aws_line = f"\n  AWS: {finding.aws_message}" if finding.aws_message else ""
    return Problem(finding.path, finding.line, f"[{id_}] {finding.message}{aws_line}", finding.hint)


def allowances(subject, used):
    """Problems of allowances without a reason, and of those that match no finding."""
    for path, facts in sorted(subject.files.items()):
        for number, ids, reason in facts["allows"]:
            if not reason:
                yield Problem(path, number, f"[{NO_REASON}] an allowance without a reason",
                              WHY.format(", ".join(ids)))
            for id_ in ids:
                if (path, number, id_) not in used:
                    message = "has no finding here" if id_ in CHECKS else "is no check"
                    yield Problem(path, number, f"[{IDLE}] {id_} {message}", "remove the allowance")

"""From checks to Problems: what every check finds, without what the code allows for a reason."""
from checks import CHECKS, imports
from kit.problems import Problem

NO_REASON, IDLE = "P001", "P002"
WHY = "# pareto: allow {}, because ..."


def problems(subject, ids=None):
    """[Problem] of all checks, or of some; allowances are judged only where all checks ran."""
    renamed = imports.renamed_package(subject)
    if renamed:  # of modules that cannot be imported the checks know nothing, and what they miss would be told
        return renamed
    found = {(id_, finding) for id_, check in CHECKS.items() if ids is None or id_ in ids
             for finding in check.found(subject)}
    allowed = {(path, at, id_): number for path, facts in subject.files.items()
               for number, wanted, _reason in facts["allows"] for id_ in wanted for at in (number, number + 1)}
    used = {(one.path, allowed[one.path, one.line, id_], id_) for id_, one in found
            if (one.path, one.line, id_) in allowed}
    left = [problem(id_, one) for id_, one in found if (one.path, one.line, id_) not in allowed]
    return sorted({*left, *(allowances(subject, used) if ids is None else ())})


def gave_up(subject):
    """[(path, line)] where the budget for following a lambda's code was spent."""
    return sorted({tuple(seen["gave_up"]) for seen in subject.seen.values() if seen["gave_up"]})


def problem(id_, finding):
    """A finding in DESIGN's form: what, what AWS would say, what to write instead."""
    said = f"\n  AWS: {finding.said}" if finding.said else ""
    return Problem(finding.path, finding.line, f"[{id_}] {finding.what}{said}", finding.hint)


def allowances(subject, used):
    """Problems of allowances without a reason, and of those that allow nothing."""
    for path, facts in sorted(subject.files.items()):
        for number, ids, reason in facts["allows"]:
            if not reason:
                yield Problem(path, number, f"[{NO_REASON}] an allowance without a reason",
                              WHY.format(", ".join(ids)))
            for id_ in ids:
                if (path, number, id_) not in used:
                    what = "allows nothing here" if id_ in CHECKS else "is no check"
                    yield Problem(path, number, f"[{IDLE}] {id_} {what}", "take the allowance out")

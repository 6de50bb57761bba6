"""The template, by cfn-lint: AWS's own schemas. It takes seconds, so `make test` looks, and `make check` remembers."""
import hashlib
import importlib.metadata

from checks.check import Check, Finding
from kit import files

# {rule of cfn-lint: why we live with what it says}. The one list of them.
NESTED = "a template that is too large for one stack is cut into nested ones by push"
EXCEPTIONS = {"E1002": NESTED, "E2010": NESTED, "E3010": NESTED, "E6010": NESTED}


def digest(template):
    """What the linter's answer depends on: the template, cfn-lint, and what we except."""
    made = hashlib.blake2b(files.json_bytes(template), digest_size=16)
    made.update(importlib.metadata.version("cfn-lint").encode())
    made.update(repr(sorted(EXCEPTIONS)).encode())
    return made.hexdigest()


def lint(subject):
    """What cfn-lint says, at the line of the word that made the resource; what it said the last time of the same."""
    if not subject.lints and not subject.linted:
        return []
    now = digest(subject.template())
    if subject.lints and subject.linted.get("digest") != now:
        subject.linted = {"digest": now, "found": [list(one) for one in looked_at(subject)]}
    return [Finding(*one) for one in subject.linted["found"]] if subject.linted.get("digest") == now else []


def looked_at(subject):
    """The findings of a run of cfn-lint."""
    from cfnlint.api import ManualArgs  # two seconds to import
    from cfnlint.api import lint as look
    text = files.json_bytes(subject.template()).decode()
    for match in look(text, config=ManualArgs(regions=[subject.model["settings"]["region"]],
                                              ignore_checks=list(EXCEPTIONS))):
        parts = [str(part) for part in match.path or []]
        path, line = subject.addresses().get(parts[1] if len(parts) > 1 else "", ("app.yaml", 0))
        yield Finding(path, line, f"{match.rule.id} {'/'.join(parts[1:])}: {match.message}",
                      "if the block is right, this is a fault of ours")


CHECKS = [
    Check("P901", "A template that AWS would refuse",
          "CloudFormation rolls the deployment back.", "", "", lint),
]

"""The template, by cfn-lint and AWS's own schemas: `make test` runs it (seconds), `make check` shows its last run."""
import hashlib
import re

from checks import cfn_lint
from checks.check import Check, Finding, Findings, Subject
from kit import files, names
from kit.parallel import parallel_results
from kit.schema import line_of, nearest
from recipes import own_resources
from recipes.template import owners

LONGEST = 300  # letters of a message: some quote a whole document, or list all names that a schema knows
# {rule of cfn-lint: the reason to ignore it}. The one list of them.
NESTED = "push splits a template that is too large for one stack into nested stacks"
PARETO_HINT = "if the block is right, this is a bug in Pareto"
OWN_HINT = "if it is right, name the rule in the resource: `Metadata: {cfn-lint: {config: {ignore_checks: [...]}}}`"
REFERENCE_HINT = "an attribute that docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ lists for its type"
NAMES = re.compile(r"'([^']*)' is not one of \[(.*?)\](?: in \[[^\]]*\])?", re.S)
DEPRECATED = re.compile(r"Runtime '(\S+)' was deprecated on '(\S+)'\. Creation was disabled on '(\S+)' and update on "
                        r"'(\S+)'\. Please consider updating to '(\S+)'")
EXCEPTIONS = {"E1002": NESTED, "E2010": NESTED, "E3010": NESTED, "E6010": NESTED,
              "W2001": "all parameters are Pareto's, and an app of container images alone needs no bucket of zips"}


def digest(template, region):
    """What the findings of cfn-lint depend on: the template, the region, its version, and our exceptions."""
    hash_ = hashlib.blake2b(files.json_bytes(template), digest_size=16)
    hash_.update(cfn_lint.version().encode())
    hash_.update(repr([*sorted(EXCEPTIONS), region]).encode())
    return hash_.hexdigest()


def lint(subject: Subject) -> Findings:
    """The findings of cfn-lint, at the line of the word that made the resource: of the last run if the template
    is the same, else of a new run if subject.lints, else none."""
    if not subject.lints and not subject.linted:
        return []
    now = digest(subject.template(), subject.model["settings"]["region"])
    if subject.lints and subject.linted.get("digest") != now:
        subject.linted.update(digest=now, findings=[*map(list, dict.fromkeys(lint_findings(subject)))])
    return [Finding(*finding) for finding in subject.linted["findings"]] if subject.linted.get("digest") == now else []


def lint_findings(subject: Subject) -> Findings:
    """The findings of a run of cfn-lint, which repeats only the pieces that changed since the last one."""
    region = subject.model["settings"]["region"]
    pieces = {digest(part, region): (part, stubs) for part, stubs in cfn_lint.pieces(
        subject.model, subject.template(), owners(subject.model, subject.parts()))}
    before = subject.linted.get("pieces", {})
    missing = [key for key in pieces if key not in before]
    if missing:
        cfn_lint.rules(tuple(EXCEPTIONS))  # here, and not in each process
    results = parallel_results(missing, lambda key: cfn_lint.matches(pieces[key][0], EXCEPTIONS, [region]), fewest=2)
    subject.linted["pieces"] = {key: before[key] for key in pieces if key in before} | dict(zip(missing, results))
    for key, (_part, stubs) in pieces.items():
        for rule, parts, text in subject.linted["pieces"][key]:
            if not stubs.intersection(parts[1:2]):
                path, line, message, hint = located(subject, parts, text)
                subject_text = "runtime" if DEPRECATED.fullmatch(text) else "/".join(parts[1:])
                yield Finding(path, line, f"{rule} {subject_text}: {message}", hint)


def located(subject: Subject, parts: list[str], message: str) -> tuple[str, int, str, str]:
    """(file, line, message, hint) of a message of cfn-lint about the value at a path of the template."""
    path, line = subject.addresses().get(parts[1] if len(parts) > 1 else "", ("app.yaml", 0))
    is_own = len(parts) > 1 and parts[1] in own_resources.section(subject.model, parts[0])
    if is_own:
        path, line = own_resources.address(subject.model, ".".join(parts))
    reference = subject.model["settings"].get("references", {}).get(variable(parts))
    if reference and not is_own:
        attribute = reference["target"].partition(".")[2]
        hint = nearest(attribute, choices(message), 0.4) or REFERENCE_HINT
        return "app.yaml", reference["line"], shortened(message)[0], hint
    if match := DEPRECATED.fullmatch(message):
        runtime, deprecated, create_block, update_block, successor = match.groups()
        message = f"AWS deprecated {runtime} on {deprecated}; it creates no function with it from {create_block} on, " \
            f"and updates none from {update_block} on"
        return *((path, line) if is_own else runtime_address(subject, parts[1])), message, f"runtime: {successor}"
    return path, line, *shortened(message, OWN_HINT if is_own else PARETO_HINT)


def runtime_address(subject: Subject, function_id: str) -> tuple[str, int]:
    """(file, line) of the `runtime` of a function: of its lambda, else of app.yaml."""
    for fn in subject.model["lambdas"].values():
        if "runtime" in fn["infra"] and names.logical_id(fn["name"], "function") == function_id:
            return fn["path"], line_of(fn["lines"], "runtime")
    return subject.settings["path"], subject.settings["lines"].get("runtime", 0)


def variable(parts):
    """The variable of a function whose value is at a path of a template; "" of another path."""
    return parts[parts.index("Variables") + 1] if parts[2:5] == ["Properties", "Environment", "Variables"] else ""


def choices(message):
    """The names that a message of cfn-lint lists; [] of a message without them."""
    match = NAMES.fullmatch(message)
    return re.findall(r"'([^']*)'", match[2]) if match else []


def shortened(message, hint=PARETO_HINT):
    """(message of cfn-lint without its list of hundreds of names, hint)"""
    known_names, match = choices(message), NAMES.fullmatch(message)
    if match:
        name = match[1]
        hint = nearest(name, known_names) or hint
        if len(message) > LONGEST:
            message = f"{name!r} is none of the {len(known_names)} names that AWS knows"
    return (message if len(message) <= LONGEST else f"{message[:LONGEST]}..."), hint


CHECKS = [
    Check("P901", "A template that AWS refuses",
          "CloudFormation rolls the deployment back.",
          "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lint.html",
          "", "", lint),
]

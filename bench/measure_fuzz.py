#!/usr/bin/env python3
"""Files of a user with mistakes of every kind: no traceback, none slow, every template clean: make bench-fuzz.

    bench/measure_fuzz.py [--count 4000] [--seed 0] [--lint 20] [--kind block] [--number 17]

Each input is app.yaml, an infra: block, a domain's file or a layer's list, made from a valid one. The functions
of the tools read it, up to the template. Exits 1 if an input ended in a traceback, took more CPU than
any sane reading does, or made a template that cfn-lint refuses.
"""
import argparse
import collections
import multiprocessing
import os
import signal
import sys
import tempfile
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import mutated
from checks import imports, load
from checks import template as lint
from deploy import deploy_policy  # noqa: F401
from domain import domain_file
from expand_template import expanded
from kit import files
from kit.problems import Problems
from push.layers import builds, layer_files
from scan import scanning

CPU_SECONDS = 10  # of one input: hundreds of times the usual
HANDLER = """

import os


def handler(event, context):
    return [os.environ["DEMO_TABLE"], os.environ["DEMO_BUCKET"], os.environ.get("SLACK_URL", ""), os.environ.get("LIMIT", "")]
"""
SETTINGS = "name: demo\nenv: {SLACK_URL: x, LIMIT: 1}\n"


class Slow(BaseException):
    """An input that took more CPU than CPU_SECONDS. No Exception: no handler of the tools may catch it."""


def project(folder):
    """Writes an app of one lambda, one layer and one domain into a folder, and stays there."""
    os.chdir(folder)
    for path, text in {"app.yaml": SETTINGS, "lambdas/__init__.py": "", "layers/web/requirements.txt": "flask==3.1.3\n",
                       "lambdas/hello/index.py": f'"""infra: {{}}"""{HANDLER}', "domains/.keep": ""}.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)


def template_of(data, path, before=b"", after=b""):
    """The template of the project with one file changed, or None. Raises Problems."""
    file = Path(path)
    original = file.read_bytes()
    file.write_bytes(before + data + after)
    try:
        return expanded(scanning.scan(None, "app.yaml", {}, {}))
    finally:
        file.write_bytes(original)


def read_settings(data):
    """app.yaml, as scan and check read it."""
    Path("other.yaml").write_bytes(data)
    load.settings_facts("other.yaml")
    return template_of(data, "app.yaml")


def read_block(data):
    """The docstring of a handler."""
    return template_of(data, "lambdas/hello/index.py", b'"""', b'"""' + HANDLER.encode())


def read_domain(data):
    """A domain's file, the names of its stages, and a stage written into it and taken out again."""
    app = {"name": "demo", "lambdas": {"hello": {"infra": {"endpoint": {}}}}, "state": {"website": {"demo": {}}}}
    Path("domains/example.com.yaml").write_bytes(data)
    domain = domain_file.read(app, "example.com")
    for stage in domain["stages"]:
        hosts = domain_file.hosts(app, "example.com", domain, stage)
        domain_file.certificate_names("example.com", [hosts["api"], *hosts["sites"].values()])
    domain_file.add_stage(app, "example.com", domain, "staging")
    domain_file.drop_stage("example.com", domain_file.read(app, "example.com"), "staging")
    domain_file.read(app, "example.com")


def read_requirements(data):
    """A layer's list, by all that reads it before pip does."""
    Path("layers/web/requirements.txt").write_bytes(data)
    gathered = load.layers("lambdas")
    imports.provided(gathered["web"])
    text = layer_files.read("web")
    path = layer_files.requirements("web")
    for _number, line in layer_files.lines(path, text):
        layer_files.is_loose(line), layer_files.display_text(line), layer_files.project(line), layer_files.local_path(line), layer_files.location(line)
    layer_files.unpinned(text)
    layer_files.local_path_problems(path, layer_files.lines(path, text))
    builds.warn_of_loose_lines(path, text)


READERS = {"settings": read_settings, "block": read_block, "domain": read_domain, "requirements": read_requirements}


def outcome(kind, data):
    """("accepted", template or None), ("problem", text), ("traceback", text) or ("slow", text) of one input."""
    def give_up(_signal, _frame):
        raise Slow
    signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    try:
        return "accepted", READERS[kind](data)
    except Problems as problems:
        return "problem", str(problems)
    except Slow:
        return "slow", traceback.format_exc()
    except Exception:
        return "traceback", traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def lint_messages(template):
    """[message of cfn-lint] of a template."""
    from cfnlint.api import ManualArgs
    from cfnlint.api import lint as run
    return [f"{match.rule.id} {match.path}: {match.message}" for match in run(
        files.json_bytes(template).decode(), config=ManualArgs(regions=["eu-west-1"], ignore_checks=list(lint.EXCEPTIONS)))]


def share(kind, numbers, seed, lints):
    """(counts, [(number, kind of result, message)] of faults, number of linted templates) of some inputs of one kind."""
    counts, faults, looked = collections.Counter(), [], set()
    with tempfile.TemporaryDirectory(prefix="bench-fuzz-") as folder, open(os.devnull, "w") as nowhere:
        sys.stderr = nowhere  # messages of the tools to the user
        project(folder)
        for number in numbers:
            result_kind, result = outcome(kind, mutated.mutated(kind, number, seed))
            counts[result_kind] += 1
            if result_kind in ("traceback", "slow"):
                faults.append((number, result_kind, result))
            elif result_kind == "accepted" and result and len(looked) < lints and (key := files.json_bytes(result)) not in looked:
                looked.add(key)
                faults += [(number, "cfn-lint", message) for message in lint_messages(result)]
        os.chdir("/")
    return counts, faults, len(looked)


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=4000, help="inputs of all kinds together")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other inputs")
    parser.add_argument("--lint", type=int, default=20, help="templates of a kind that cfn-lint looks at")
    parser.add_argument("--kind", choices=sorted(READERS), help="only these")
    parser.add_argument("--number", type=int, help="only this input, and what it is")
    args = parser.parse_args(argv)
    kinds = [args.kind] if args.kind else list(READERS)
    if args.number is not None:
        print(mutated.mutated(kinds[0], args.number, args.seed))
    numbers = range(args.count // len(kinds)) if args.number is None else [args.number]
    jobs = [(kind, numbers[half::2], args.seed, args.lint // 2) for kind in kinds for half in (0, 1)]
    context, fault_count = multiprocessing.get_context("spawn"), 0
    with ProcessPoolExecutor(os.cpu_count() or 1, context, max_tasks_per_child=1) as pool:
        for (kind, inputs, *_rest), (counts, faults, looked) in zip(jobs, pool.map(share, *zip(*jobs))):
            counts_text = ", ".join(f"{count} {result_kind}" for result_kind, count in sorted(counts.items()))
            print(f"{kind:13}{len(inputs):6} inputs: {counts_text}; cfn-lint looked at {looked}")
            fault_count += len(faults)
            for number, result_kind, message in faults[:10]:
                print(f"  --kind {kind} --number {number} --seed {args.seed}: {result_kind}\n    " +
                      "\n    ".join(message.strip().split("\n")[-9:]))
    print(f"{fault_count} faults")
    sys.exit(1 if fault_count else 0)


if __name__ == "__main__":
    main(sys.argv[1:])

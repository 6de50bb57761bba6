#!/usr/bin/env python3
"""Reject words on make's command line that are no targets, and variables that no target of this run has.

    tools/check_variables.py Makefile "deploy test" "stage=text yes=1"

The targets and their variables are those of the Makefile's help: `logs: ... ## print logs | name=hello follow=1`.
The value of a variable is passed as empty, 1, local or `text`: a variable whose example is 1 accepts no other value.

It prints ok, or the problems. It runs before anything is installed, on any Python 3.
"""
import os
import re
import sys

TARGET = re.compile(r"^([a-z][a-z-]*):.* ## [^|\n]*(?:\| (.*))?$", re.M)
FILE = re.compile(r"^([a-z.]+/[a-z./-]+):", re.M)  # that make can make: build/app.json
VARIABLE = re.compile(r"(?:^| )([a-z]+)=(\S*)")
HINTS = {"password": "write it before make, where no list of processes shows it: PASSWORD=... make user"}


def targets(text):
    """{"logs": {"name": "hello", "follow": "1"}}: each target's variables with their examples.

    text  of the Makefile; those of `help` belong to every target
    """
    own = {name: dict(VARIABLE.findall(examples)) for name, examples in TARGET.findall(text)}
    return {name: {**examples, **own.get("help", {})} for name, examples in own.items()}


def nearest(*words):
    """kit.schema.nearest(), which only a mistake needs."""
    from kit import schema  # typing, which kit imports, and kit are a third of the time that make waits
    return schema.nearest(*words)


def hint(name, variables, others):
    """The hint for a variable that no target of this run has.

    variables  {variable: example} of this run's targets
    others     {target: {variable: example}}
    """
    similar = nearest(name.lower(), variables).split("'")[1:2]
    if name in HINTS:
        return HINTS[name]
    if similar and not any(name in examples for examples in others.values()):
        return f"did you mean {similar[0]}={variables[similar[0]]}?"
    has = [target for target, examples in others.items() if name in examples]
    own = " ".join(f"{variable}={example}" for variable, example in variables.items())
    return f"there are: {own}" + (f"; {name}= is for make {', '.join(has)}" if has else "")


def target_hint(word, target_names, goals):
    """The hint for a word that is no target: another target, or the value of a variable.

    The first variable of a target's help is the one whose name is left out: `make logs hello`, `make deploy dev`.
    """
    mine = {name: example for goal in goals for name, example in target_names.get(goal, {}).items()
            if name not in target_names["help"]}
    if word in mine:
        return f"{word}={mine[word]}"
    main = next((name for name, example in mine.items() if example != "1"), None)
    near = nearest(word.lower().replace("_", "-"), target_names, 0.75 if main else 0.6)
    return near or (f"did you mean {main}={word}?" if main else "`make help` lists them")


def problems(text, goals, variables):
    """[(message, hint)] of a run of make. text: of the Makefile

    goals      ["deploy", "test"]; a file, such as build/app.json, has the variables of `help`
    variables  {"stage": "text", "yes": "1", "name": ""}
    """
    known_targets = targets(text)
    goals = goals or ["help"]
    unknown = [(f"there is no target {goal!r}", target_hint(goal, known_targets, goals))
               for goal in goals if goal not in known_targets and goal not in FILE.findall(text)]
    if unknown:
        return unknown
    allowed = {name: example for goal in goals
               for name, example in known_targets.get(goal, known_targets["help"]).items()}
    run = "make " + " ".join(goals)
    # Every port= beside a stage= is that of the local cloud.
    is_port_unused = bool(variables.get("port")) and variables.get("stage") == "text"
    unused = [("port= is for the local cloud, and stage= chooses AWS", f"{run} without port=")]
    return [*((f"{run} has no variable {name}", hint(name, allowed, known_targets))
              for name in variables if name not in allowed),
            *((f"{name} is 1 or absent", f"{run} {name}=1")
              for name, value in variables.items() if allowed.get(name) == "1" and value in ("text", "local")),
            *unused * is_port_unused]


def report(faults):
    """Prints the Problems of [(path, message, hint)]."""
    from kit.problems import Problem, Problems  # as in nearest()
    print(Problems(*(Problem(path, 0, message, hint) for path, message, hint in faults)), file=sys.stderr)


def main(argv):
    """Without argparse, whose import would take a third of the time: make waits for this before each run."""
    if len(argv) != 3:
        print(__doc__)
        return 0 if argv == ["--help"] else 2
    makefile, goals, variables = argv
    try:
        with open(makefile, encoding="utf-8") as file:
            text = file.read()
    except OSError as error:
        report([(makefile, str(error.strerror), "the Makefile of the project")])
        return 1
    messages = problems(text, goals.split(), dict(pair.rsplit("=", 1) for pair in variables.split()))
    if messages:
        report([("", message, hint) for message, hint in messages])
        return 1
    try:
        print("ok", flush=True)
    except BrokenPipeError:  # make was interrupted, and reads no answer
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/env python3
"""Refuse words and variables on make's command line that are no targets, or that no target of this run has.

    tools/check_variables.py Makefile "deploy test" "stage=text yes=1"

The targets and their variables are those of the Makefile's help: `logs: ... ## print logs | name=hello follow=1`.
Of a value it is told whether it is empty, 1 or another text: a variable whose example is 1 takes no other.

It prints ok, or the mistakes. It runs before anything is installed, on whatever Python there is.
"""
import re

from kit import cli
from kit.problems import Problem, Problems
from kit.schema import nearest

TARGET = re.compile(r"^([a-z][a-z-]*):.* ## [^|\n]*(?:\| (.*))?$", re.M)
FILE = re.compile(r"^([a-z.]+/[a-z./-]+):", re.M)  # that make can make: build/app.json
VARIABLE = re.compile(r"(?:^| )([a-z]+)=(\S*)")
HINTS = {"password": "before make nobody sees it: PASSWORD=... make user"}


def targets(text):
    """{"logs": {"name": "hello", "follow": "1"}}: each target's variables with their examples.

    text  of the Makefile; those of `help` belong to every target
    """
    own = {name: dict(VARIABLE.findall(examples)) for name, examples in TARGET.findall(text)}
    return {name: {**examples, **own.get("help", {})} for name, examples in own.items()}


def hint(name, known, others):
    """What to write instead of a variable.

    known   {variable: example} of this run's targets
    others  {target: {variable: example}}
    """
    near = nearest(name.lower(), known).split("'")[1:2]
    if name in HINTS:
        return HINTS[name]
    if near and not any(name in examples for examples in others.values()):
        return f"did you mean {near[0]}={known[near[0]]}?"
    has = [target for target, examples in others.items() if name in examples]
    own = " ".join(f"{variable}={example}" for variable, example in known.items())
    return f"there are: {own}" + (f"; {name}= is for make {', '.join(has)}" if has else "")


def target_hint(word, known, goals):
    """What was meant by a word that is no target: another target, or the value of a variable.

    The first variable of a target's help is the one whose name is left out: `make logs hello`, `make deploy dev`.
    """
    mine = {name: example for goal in goals for name, example in known.get(goal, {}).items()
            if name not in known["help"]}
    if word in mine:
        return f"{word}={mine[word]}"
    main = next((name for name, example in mine.items() if example != "1"), None)
    near = nearest(word.lower().replace("_", "-"), known, 0.75 if main else 0.6)
    return near or (f"did you mean {main}={word}?" if main else "`make help` lists them")


def problems(text, goals, variables):
    """[Problem] of a run of make.

    goals      ["deploy", "test"]; a file, such as build/app.json, has the variables of `help`
    variables  {"stage": "text", "yes": "1", "name": ""}
    """
    known = targets(text)
    goals = goals or ["help"]
    wrong = [Problem("", 0, f"there is no target {goal!r}", target_hint(goal, known, goals))
             for goal in goals if goal not in known and goal not in FILE.findall(text)]
    if wrong:
        return wrong
    mine = {name: example for goal in goals for name, example in known.get(goal, known["help"]).items()}
    run = "make " + " ".join(goals)
    return [*(Problem("", 0, f"{run} has no variable {name}", hint(name, mine, known))
              for name in variables if name not in mine),
            *(Problem("", 0, f"{name} is 1 or is left out", f"{run} {name}=1")
              for name, value in variables.items() if mine.get(name) == "1" and value == "text")]


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("makefile")
    parser.add_argument("goals", help="with spaces between")
    parser.add_argument("variables", help="with spaces between: name=, name=1 or name=text")
    args = parser.parse_args(argv)
    with open(args.makefile, encoding="utf-8") as file:
        text = file.read()
    wrong = problems(text, args.goals.split(), dict(each.rsplit("=", 1) for each in args.variables.split()))
    if wrong:
        raise Problems(*wrong)
    print("ok")


if __name__ == "__main__":
    cli.run(main)

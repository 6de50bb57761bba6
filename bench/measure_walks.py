#!/usr/bin/env python3
"""Random sequences of edits, commands, faults and changes by hand: is nothing lost, and does the next deploy recover?

    bench/measure_walks.py [--walks 20] [--count 40] [--seed 1] [--walk 7] [--minutes 30]

A walk is an app and a local cloud of its own. After each command must hold:
    a  no row, object, message or user is gone, unless that command had `lose=` for it
    b  a command ends with 0, or with an error that names a command or a line; never with a traceback
    c  plain deploys, and the commands that their errors name, make the stack equal to the app's files, with no remains
    d  `make diff` and `make deploy dry=1` change nothing
    e  `make diff` finds nothing if, and only if, the next deploy changes nothing
Prints each walk that breaks a rule, with its steps; exit 1 if one did. --walk repeats one.
"""
import argparse
import collections
import json
import os
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from faulty_apps import prepare_process
from injected_faults import FAULTS, Fault
from measure_faults import local_cloud
from walked_apps import EDITS, WalkedApp
from walked_cloud import Cloud
from walked_commands import Command, hinted
from walked_rules import Holdings, end_problem, stack_problems

FAULTY, MOST_CALLS, MOST_COMMANDS = .3, (10, 25, 60), 10
STEPS = {"edit": 8, "data": 3, "command": 9, "hand": 3, "pair": 2, "settle": 1}
WILD = {**STEPS, "edit": 5, "hand": 7, "pair": 4}  # of every second walk
PLAIN = Command("deploy")
COMMANDS = {PLAIN: 8, Command("deploy", (("full", "1"),)): 2, Command("deploy", (("dry", "1"),)): 2,
            Command("deploy", (("yes", "1"),)): 2, Command("diff"): 2, Command("diff", (("drift", "1"),)): 2,
            Command("rollback"): 3, Command("delete"): 1, Command("delete", (("yes", "1"),)): 1, Command("adopt"): 1,
            Command("bucket", (("do", "prune"), ("yes", "1"))): 1, Command("stages", (("do", "sweep"), ("yes", "1"))): .5,
            Command("replay", (("yes", "1"),)): 2, Command("deploy", (("empty", "1"),)): .5}


class Broken(Exception):
    """A rule does not hold."""


class Walk:
    """One walk: its app, the steps so far, and what to try next."""

    def __init__(self, folder, endpoint, seed):
        self.rng = random.Random(seed)
        self.weights = WILD if seed % 2 else STEPS
        self.app = WalkedApp(folder, "walk", endpoint, self.rng)
        self.cloud, self.steps, self.hints, self.checks = Cloud(self.app), [], [], collections.Counter()
        self.agreed = set()  # what a command agreed to lose that was killed, while CloudFormation continues
        self.report(f"{self.app.settings['settings']['stacks']} stacks, protected: {self.app.is_protected}, {self.app.lambdas}")

    def report(self, text):
        """Note a step."""
        self.steps.append(text)

    def step(self, number):
        """One random step. Raises Broken."""
        kind = self.rng.choices([*self.weights], [*self.weights.values()])[0] if number else "settle"
        if kind == "edit":
            edit = self.rng.choices([*EDITS], [*EDITS.values()])[0]
            self.report(edit(self.app))
            self.app.write_files()
        elif kind == "data":
            self.report(self.cloud.write_data())
        elif kind == "hand":
            self.report(self.cloud.change_by_hand())
        elif kind == "settle":
            self.settle()
        else:
            self.commands([self.command() for _ in range(2 if kind == "pair" else 1)])

    def command(self):
        """A random Command: sometimes one that the last error named."""
        if self.hints and self.rng.random() < .4:
            return self.rng.choice(self.hints)
        return self.rng.choices([*COMMANDS], [*COMMANDS.values()])[0]

    def commands(self, commands):
        """Run commands at once, with random faults, and check the rules a, b and d, of a deploy sometimes also e."""
        faults = [Fault(self.rng.choice(FAULTS), self.rng.randint(1, self.rng.choice(MOST_CALLS))) if self.rng.random() < FAULTY
                  else Fault("", 0) for _ in commands]
        difference = None
        if commands == [PLAIN] and not faults[0].name and self.rng.random() < .5:
            difference = self.run([Command("diff")], [Fault("", 0)])[0]
        for command, ended in zip(commands, ends := self.run(commands, faults)):
            self.hints = hinted(ended.text, command) if ended.code == 1 else []
        if difference:
            self.check_difference(difference, ends[0])

    def run(self, commands, faults):
        """Run commands at once. -> [Ended]. Raises Broken."""
        before = Holdings(self.cloud)
        children = [self.app.start(command.programs(), fault) for command, fault in zip(commands, faults)]
        ends = [child.ended() for child in children]
        for command, fault, ended in zip(commands, faults, ends):
            self.report(f"$ {command}" + f" ({fault.name} at call {fault.number})" * bool(fault.name) +
                        " (at once)" * (len(commands) > 1) + f" -> {ended.code}\n{indented(ended.text)}")
            if problem := end_problem(command, ended, fault.name):
                raise Broken(problem)
            if (command.goal == "diff" or "dry" in dict(command.values)) and ended.writes:
                raise Broken(f"d: {command} called {ended.writes}")
            self.checks["b"] += 1
            self.checks["d"] += command.goal == "diff" or "dry" in dict(command.values)
        self.agreed |= {name for command in commands for name in command.lost()}
        agreed = None if any(command.goal == "stages" for command in commands) else self.agreed
        if loss := before.loss(Holdings(self.cloud), self.cloud.ids, agreed):
            raise Broken(loss)
        self.checks["a"] += 1
        self.agreed = self.agreed if self.app.status().endswith("_IN_PROGRESS") else set()
        return ends

    def check_difference(self, difference, deployed):
        """Rule e. Raises Broken. difference, deployed: the ends of `make diff` and of the deploy after it"""
        if difference.code == 1 or "a deploy waits for the end" in difference.text:
            return
        # A deploy restores the artifacts bucket and its own record, as docs/deploys.md says: no difference of the app.
        writes = [name for name in deployed.writes if not name.startswith("s3.")]
        if difference.code == 0 and writes:
            raise Broken(f"e: `make diff` found nothing, and the deploy called {writes}")
        report = json.loads(difference.text[difference.text.index("{\n"):])
        is_change = report["changes"] or report["code"] or any(report["outputs"].values()) or any(report["tags"].values())
        if is_change and not deployed.writes and deployed.code == 0:
            raise Broken("e: `make diff` found a change, and the deploy changed nothing")
        self.checks["e"] += 1

    def settle(self):
        """Rule c: mend the app, deploy and follow the errors to the end. Raises Broken."""
        self.report("settling")
        self.app.mend()
        self.app.write_files()
        self.cloud.undo_causes()
        difference, ended = (self.run([command], [Fault("", 0)])[0] for command in (Command("diff"), PLAIN))
        self.check_difference(difference, ended)
        deployed = self.follow(PLAIN) if ended.code else PLAIN
        drifted = self.run([Command("diff", (("drift", "1"),))], [Fault("", 0)])[0]
        if "`make deploy full=1 " in drifted.text:
            self.follow(Command("deploy", (("full", "1"),)))
        again = self.run([deployed], [Fault("", 0)])[0]
        if again.code or again.writes:
            raise Broken(f"c: the deploy after the last one ends with {again.code} and called {again.writes}")
        if problems := stack_problems(self.app, self.cloud):
            raise Broken("c: after the last deploy: " + "\n   ".join(problems))
        self.hints, self.checks["c"] = [], self.checks["c"] + 1

    def follow(self, first):
        """Run a command until it succeeds, and those that its errors name in between. -> the same command, with the
        agreement to findings that it needed. Raises Broken."""
        command, texts = first, []
        for _number in range(MOST_COMMANDS):
            ended = self.run([command], [Fault("", 0)])[0]
            if ended.code == 0 and command.goal in ("deploy", "adopt"):
                return PLAIN._replace(values=tuple(pair for pair in command.values if pair[0] == "yes"))
            texts.append(ended.text)
            options = hinted(ended.text, command) if ended.code else []
            options = [option for option in options if option != command] or [first]
            command = options[0] if ended.text not in texts[:-1] else self.rng.choice(options)
        raise Broken(f"c: {MOST_COMMANDS} commands, and the last one fails")


def indented(text):
    """The text of a program, without the lines that every deploy has."""
    return "\n".join(f"      {line}" for line in text.splitlines()[:60])


def walk(seed, count):
    """One walk. -> (steps, {rule: how often it was checked}, problem, text)"""
    with tempfile.TemporaryDirectory(prefix="pareto-walk-", dir="/tmp") as folder, local_cloud(folder) as endpoint:
        prepare_process(endpoint)
        walker, problem = Walk(folder, endpoint, seed), ""
        try:
            for number in range(count):
                walker.step(number)
            walker.settle()
        except Broken as broken:
            problem = str(broken)
        except Exception:
            problem = "the walker: " + traceback.format_exc()
    return len(walker.steps), walker.checks, problem, "\n".join(walker.steps)


def in_child(seed, count):
    """As walk(), in a process of its own, which the next walk does not share."""
    with tempfile.TemporaryFile("w+") as result:
        if not (pid := os.fork()):
            try:
                json.dump(walk(seed, count), result)
                result.flush()
            except BaseException:
                traceback.print_exc()
            os._exit(0)
        os.waitpid(pid, 0)
        result.seek(0)
        return json.loads(result.read() or '[0, {}, "the walk did not end", ""]')


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value, text in (("walks", 20, "how many"), ("count", 40, "steps of each"), ("seed", 1, "of the first"),
                              ("walk", None, "repeat that one, and print its steps")):
        parser.add_argument(f"--{name}", type=int, default=value, help=text)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="no further walk after that time")
    parser.add_argument("--out", default="", help="a folder for the steps of each walk")
    arguments = parser.parse_args(argv)
    begun, checks, steps, broken = time.monotonic(), collections.Counter(), 0, collections.Counter()
    seeds = range(arguments.seed, arguments.seed + arguments.walks) if arguments.walk is None else [arguments.walk]
    for seed in seeds:
        if time.monotonic() - begun > arguments.minutes * 60:
            break
        number, rules, problem, text = in_child(seed, arguments.count)
        steps, checks = steps + number, checks + collections.Counter(rules)
        broken[problem[:1]] += bool(problem)
        print(f"walk {seed}: {number} steps, {problem or 'all rules held'}", flush=True)
        if arguments.walk is not None:
            print(text)
        elif arguments.out:
            Path(arguments.out, f"{seed}.txt").write_text(f"{text}\n\n{problem}\n")
    print(f"{steps} steps in {time.monotonic() - begun:.0f} s; held: " +
          ", ".join(f"{rule} {checks[rule]}" for rule in "abcde") + f"; {broken.total()} walks broke a rule: {dict(+broken)}")
    return 1 if broken.total() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

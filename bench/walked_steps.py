"""One walk of bench/measure_walks.py: its random steps, and the rules after each."""
import collections
import json
import random

from injected_faults import ENDS, FAULTS, Fault
from walked_apps import EDITS, WalkedApp
from walked_beside import OLDER, Watching, older_deploy
from walked_changes import ChangedCloud
from walked_commands import Command, hinted
from walked_files import DOMAIN
from walked_rules import Holdings, end_problem, function_problems, stack_problems

FAULTY, MOST_CALLS, MOST_COMMANDS = .3, (10, 25, 60), 10
STEPS = {"edit": 8, "data": 3, "command": 9, "hand": 3, "pair": 2, "settle": 1, "adopt": .7, "watch": .7, "older": .5, "prune": .4}
WILD = {**STEPS, "edit": 5, "hand": 7, "pair": 4}  # of every second walk
ON_AWS, LOCAL = ["dev", "two", "login"], ["local"]  # the stages of a walk; only the stage local makes no images
PLAIN = Command("deploy")
COMMANDS = {PLAIN: 8, Command("deploy", (("full", "1"),)): 2, Command("deploy", (("dry", "1"),)): 2,
            Command("deploy", (("yes", "1"),)): 2, Command("diff"): 2, Command("diff", (("drift", "1"),)): 2,
            Command("rollback"): 3, Command("delete"): 1, Command("delete", (("yes", "1"),)): 1, Command("adopt"): 1,
            Command("bucket", (("do", "prune"), ("yes", "1"))): 1, Command("stages", (("do", "sweep"), ("yes", "1"))): .5,
            Command("site"): .5, Command("site", (("delete", "1"),)): .5, Command("domain"): .3, Command("domain", (("delete", "1"),)): .3,
            Command("replay", (("yes", "1"),)): 2, Command("deploy", (("empty", "1"),)): .5}
NO_FAULT, INTERRUPTED = Fault("", 0), ENDS["ctrl-c"]


class Broken(Exception):
    """A rule does not hold."""


class Walk:
    """One walk: its app, the steps so far, and what to try next."""

    def __init__(self, folder, endpoint, seed):
        self.rng = random.Random(seed)
        self.weights = WILD if seed % 2 else STEPS
        self.app = WalkedApp(folder, endpoint, self.rng, LOCAL if seed % 5 == 4 else ON_AWS)
        self.cloud, self.steps, self.hints, self.checks = ChangedCloud(self.app), [], [], collections.Counter()
        self.app.client("route53").create_hosted_zone(Name=DOMAIN, CallerReference="walk")
        self.is_whole = True  # whether the artifacts bucket had all of the last deploy when make diff ran
        self.of_older = set()  # stacks that an older Pareto made
        self.agreed = set()  # what a command agreed to lose that was killed, while CloudFormation continues
        self.report(f"{self.app.settings['settings']['stacks']} stacks, protected: {self.app.is_protected}, {self.app.lambdas}")

    def report(self, text):
        """Note a step."""
        self.steps.append(text)

    def step(self, number):
        """One random step. Raises Broken."""
        kind = self.rng.choices([*self.weights], [*self.weights.values()])[0] if number else self.rng.choice(["older", "settle", "settle"])
        if kind == "edit":
            edit = self.rng.choices([*EDITS], [*EDITS.values()])[0]
            self.report(edit(self.app))
            self.app.write_files()
        elif kind == "data":
            self.report(self.cloud.write_data())
        elif kind == "hand":
            self.report(self.cloud.change_by_hand())
        elif kind in ("settle", "adopt", "watch", "older", "prune"):
            getattr(self, kind)()
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
                  else NO_FAULT for _ in commands]
        difference = None
        if commands == [PLAIN] and not faults[0].name and self.rng.random() < .5:
            difference = self.run([Command("diff")], [NO_FAULT])[0]
        for command, ended in zip(commands, ends := self.run(commands, faults)):
            self.hints = hinted(ended.text, command) if ended.code == 1 else []
        if difference:
            self.check_difference(difference, ends[0])

    def run(self, commands, faults):
        """Run commands at once. -> [Ended]. Raises Broken."""
        before = Holdings(self.cloud)
        children = [self.app.start(command.programs(self.app), fault) for command, fault in zip(commands, faults)]
        ends = [child.ended() for child in children]
        for command, fault, ended in zip(commands, faults, ends):
            self.report(f"$ {command}" + f" ({fault.name} at call {fault.number})" * bool(fault.name) +
                        " (at once)" * (len(commands) > 1) + f" -> {ended.code}\n{indented(ended.text)}")
            if problem := end_problem(command, ended, fault.name):
                raise Broken(problem)
            if (command.goal == "diff" or "dry" in dict(command.values)) and ended.writes:
                raise Broken(f"d: {command} called {ended.writes}")
            if command.goal == "diff":
                self.is_whole = self.app.name not in self.cloud.emptied
            elif command.goal == "deploy" and "dry" not in dict(command.values) and not ended.code:
                self.cloud.emptied.discard(self.app.name)
            self.checks["b"] += 1
            self.checks["d"] += command.goal == "diff" or "dry" in dict(command.values)
        self.agreed |= {name for command in commands for name in command.lost()}
        agreed = None if any(map(self.agrees_to_all, commands)) else self.agreed
        if loss := before.loss(Holdings(self.cloud), self.cloud.ids, agreed):
            raise Broken(loss)
        self.checks["a"] += 1
        self.agreed = self.agreed if self.app.status().endswith("_IN_PROGRESS") else set()
        return ends

    def agrees_to_all(self, command):
        """Whether a command may lose any data."""
        return command.goal == "stages" or self.app.stages == LOCAL and ("yes" in dict(command.values) or command.goal == "delete")

    def check_difference(self, difference, deployed):
        """Rule e. Raises Broken. difference, deployed: the ends of `make diff` and of the deploy after it"""
        if difference.code == 1 or "a deploy waits for the end" in difference.text:
            return
        # What a deploy restores in the artifacts bucket is no difference of the app, as docs/deploys.md says.
        writes = [name for name in deployed.writes if self.is_whole or not name.startswith("s3.")]
        if difference.code == 0 and writes:
            raise Broken(f"e: `make diff` found nothing, and the deploy called {writes}")
        report, _end = json.JSONDecoder().raw_decode(difference.text[difference.text.index("{\n"):])
        is_change = report["changes"] or report["code"] or any(report["outputs"].values()) or any(report["tags"].values())
        if is_change and not deployed.writes and deployed.code == 0:
            raise Broken("e: `make diff` found a change, and the deploy changed nothing")
        self.checks["e"] += 1

    def adopt(self):
        """Adopt a table or bucket that was created outside of the app."""
        kinds = {state: "bucket" if state in ("BUCKET", "PHOTOS_BUCKET", "WEBSITE") else "table"
                 for fn in self.app.lambdas.values() for state in fn["state"] if state != "KEY_SECRET"}
        state = self.rng.choice(sorted(kinds) or ["TABLE"])
        kind = kinds.get(state, "table")
        outside = self.cloud.make_outside(kind) if self.rng.random() < .6 else self.rng.choice(
            sorted(self.cloud.tables() if kind == "table" else self.cloud.buckets()) or ["none-at-all"])
        self.commands([Command("adopt", (("name", f"{self.app.name.upper()}_{state}"), ("resource", outside)))])

    def older(self):
        """The first deploys of a stack by an older Pareto."""
        if self.app.stages == LOCAL or any(fn["layer"] for fn in self.app.lambdas.values()) or self.app.domain_stages or \
                self.app.fault or self.app.status() and self.app.stack not in self.of_older:
            return
        self.of_older.add(self.app.stack)
        self.cloud.emptied.add(self.app.name)  # it may write no record of its deploy
        ended = older_deploy(self.app, revision := self.rng.choice(OLDER))
        self.report(f"$ deploy by Pareto of {revision} -> {ended.code}\n{indented(ended.text)}")

    def prune(self):
        """A rollback after the zips that nothing uses were deleted: it restores the code from before the deploy."""
        self.settle()
        functions = {name: self.app.answer(name) for name in self.app.lambdas}
        self.report(self.app.edit_handler())
        self.app.write_files()
        if self.run([PLAIN], [NO_FAULT])[0].code:
            return
        self.run([Command("bucket", (("do", "prune"), ("yes", "1")))], [NO_FAULT])
        ended = self.run([Command("rollback")], [NO_FAULT])[0]
        if ended.code and "alias" not in ended.text:
            raise Broken("f: no rollback after the prune")
        if not ended.code and (problems := function_problems(self.app, functions)):
            raise Broken(f"f: after the rollback: {problems}")
        self.checks["f"] += 1

    def watch(self):
        """`make watch`, with saves, and sometimes other commands at the same time; then Ctrl-C. Raises Broken."""
        before, command, is_careful = Holdings(self.cloud), Command("watch"), True
        watching = Watching(self.app.start(command.programs(self.app)))
        self.report("$ make watch")
        for _number in range(self.rng.randint(0, 3) if watching.waits_for("Ctrl-C ends it") else 0):
            lines = watching.text().count("\n")
            self.report(self.rng.choices([*EDITS], [*EDITS.values()])[0](self.app))
            self.app.write_files()
            if self.rng.random() < .3:
                other = self.command()
                ended = self.app.run(other.programs(self.app))
                self.report(f"$ {other} (beside make watch) -> {ended.code}\n{indented(ended.text)}")
                self.agreed |= other.lost()
                is_careful = is_careful and not self.agrees_to_all(other)
                if problem := end_problem(other, ended, ""):
                    raise Broken(problem)
            elif self.rng.random() < .7:
                watching.waits_for("\n", lines + 1)
        ended = watching.interrupted()
        self.report(f"make watch ended with {ended.code}\n{indented(ended.text)}")
        if ended.code not in (1, INTERRUPTED) or "Traceback (most recent" in ended.text:
            raise Broken(f"b: make watch ended with {ended.code}")
        if loss := before.loss(Holdings(self.cloud), self.cloud.ids, self.agreed if is_careful else None):
            raise Broken(loss)
        self.checks["b"] += 1

    def settle(self):
        """Rule c: mend the app, deploy and follow the errors to the end. Raises Broken."""
        self.report("settling")
        self.app.mend()
        self.app.write_files()
        self.cloud.undo_causes()
        difference, ended = (self.run([command], [NO_FAULT])[0] for command in (Command("diff"), PLAIN))
        self.check_difference(difference, ended)
        deployed = self.follow(PLAIN) if ended.code else PLAIN
        drifted = self.run([Command("diff", (("drift", "1"),))], [NO_FAULT])[0]
        if "`make deploy full=1" in drifted.text:
            self.follow(Command("deploy", (("full", "1"),)))
        again = self.run([deployed], [NO_FAULT])[0]
        if again.code or again.writes:
            raise Broken(f"c: the deploy after the last one ends with {again.code} and called {again.writes}")
        if problems := stack_problems(self.app, self.cloud):
            raise Broken("c: after the last deploy: " + "\n   ".join(problems))
        if self.app.has("WEBSITE") and self.app.pages:
            for number in range(2):
                published = self.run([Command("site", (("delete", "1"),))], [NO_FAULT])[0]
                if published.code or number and published.writes:
                    raise Broken(f"c: make site ends with {published.code} and called {published.writes}")
        self.hints, self.checks["c"] = [], self.checks["c"] + 1

    def follow(self, first):
        """Run a command until it succeeds, and those that its errors name in between. -> the same command, with the
        agreement to findings that it needed. Raises Broken."""
        command, texts, agreement = first, [], ()
        for _number in range(MOST_COMMANDS):
            # An adoption needs none, but the deploys around it do.
            agreement = tuple(pair for pair in command.values if pair[0] == "yes") or agreement
            ended = self.run([command], [NO_FAULT])[0]
            if ended.code == 0 and command.goal in ("deploy", "adopt"):
                return PLAIN._replace(values=agreement)
            texts.append(ended.text)
            options = hinted(ended.text, command) if ended.code else []
            options = [option for option in options if option != command] or [first]
            command = options[0] if ended.text not in texts[:-1] else self.rng.choice(options)
        raise Broken(f"c: {MOST_COMMANDS} commands, and the last one fails")


def indented(text):
    """The text of a program, without the lines that every deploy has."""
    return "\n".join(f"      {line}" for line in text.splitlines()[:60])

"""What a person writes after make is data: no value runs a command, and each reaches its tool as it was typed."""
import functools
import os
import re
from pathlib import Path

import pytest

import check_variables
from tests.fixtures.makefiles import MAKEFILE, TARGETS, calls_of_make

pytest_plugins = ["tests.fixtures.makefiles"]

COMMON = check_variables.targets(re.search("^help: .*", MAKEFILE, re.M)[0])["help"]
SWITCHES = sorted({name for examples in TARGETS.values() for name, example in examples.items() if example == "1"})
SHELL = ["$(shell touch CANARY)", "$$(touch CANARY)", "$(touch CANARY)", "`touch CANARY`", '";touch CANARY;"',
         "';touch CANARY;'", "\\\";touch CANARY;\\\"", "a\ntouch CANARY", "a\n\ttouch CANARY\n", "a\\\ntouch CANARY",
         ";touch CANARY", "|touch CANARY", "&& touch CANARY", "& touch CANARY &", "> CANARY", "$(eval X:=$(shell touch CANARY))",
         "$(shell touch CANARY", "${shell touch CANARY}", "$(call touch CANARY)", "@touch CANARY", "+touch CANARY",
         "a # $(shell touch CANARY)", "$(file >CANARY)", "$(guile (system \"touch CANARY\"))"]
# Texts that may mean something at the beginning of a value, in it, and at its end.
FIRST = ["-x", "--help", "--", "~", "#", "=", ":=", "!=x"]
MIDDLE = ["$(error no)", "$$$ $x ${HOME} $(name) $$name", "a \"'", "* ? [a-z]* ~ {a,b}", "a#b", "a\tb", "%", "../../x", "!!",
          "ä€", "\udcff", "x" * 5_000]
LAST = ["1\n", "a  b ", "\\", "$", "a\\\\", "%", "#", "~"]


@pytest.fixture
def hostile_project(make_project):
    """A project with files whose names are commands too; none of them may have run in the end."""
    Path("domains").mkdir()
    Path("domains/$(touch CANARY);touch CANARY.yaml").touch()
    Path("layers/$(touch CANARY)").mkdir(parents=True)
    Path("lambdas/$(touch CANARY)`touch CANARY`").mkdir()
    yield
    assert not list(make_project.parent.rglob("CANARY"))


@functools.cache
def tools(target):
    """The tools that a target's own recipe runs: ["tools/show_logs.py"]."""
    recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)*)", MAKEFILE, re.M)[1]
    return re.findall(r"(?:tools|bench)/\w+\.py", recipe)


# Where a tool's option has another name than make's variable.
OPTIONS = {("bench-apps", "name"): "app", ("bench-bugs", "name"): "app", ("bench-faults", "name"): "kinds",
           ("bench-moto", "name"): "services",
           ("bench-permissions", "name"): "only", ("bench-roles", "name"): "only", ("delete", "app"): "name", ("watch", "dir"): "site"}


def reached(calls, target, variable, value):
    """Whether a call of the target's tools, or of the start of the local cloud, has the value as one word."""
    option = OPTIONS.get((target, variable), variable)
    arguments = [call[1:] for call in calls if call[0] in [*tools(target), *["tools/run_local.py"] * (variable == "port")]]
    return any(f"--{option}={value}" in call or call[-2:] == ["--", value] for call in arguments)


# Several texts in one value: what breaks any of them breaks the value. A few mean more if they are the whole value.
VALUES = [*FIRST[:3], *(FIRST[at] + "".join(MIDDLE[at::8] + SHELL[at::8]) + LAST[at] for at in range(8))]
COMMANDS = ["".join(SHELL[at::8]) for at in range(8)]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value)[:40])
def test_every_variable_of_every_target_reaches_its_tool_as_it_was_typed(hostile_project, value):
    goals = [target for target, examples in TARGETS.items()
             if any(example != "1" for name, example in examples.items() if name not in COMMON)]
    examples = {name: example for goal in goals for name, example in TARGETS[goal].items() if name not in COMMON}
    typed = {name: "1" if example == "1" else value for name, example in examples.items()
             if name != "dry"}  # with it a deploy runs another tool
    calls, _output = calls_of_make(*goals, *(f"{name}={text}" for name, text in typed.items() if name != "port"))
    # port= is refused beside a stage on AWS
    calls += calls_of_make(*(goal for goal in goals if "port" in TARGETS[goal]), f"port={value}")[0]
    missing = [(goal, name) for goal in goals for name in TARGETS[goal]
               if typed.get(name, "1") != "1" and not reached(calls, goal, name, value)]
    assert missing == []
    assert {f"build/{value}/stack.json", "build/local/stack.json"} == {call[-1] for call in calls if call[0] == "tools/deploy_stack.py"}


def targets_of(switches):
    """Targets that have the switches."""
    first = (next(target for target, examples in TARGETS.items() if switch in examples) for switch in switches)
    return list(dict.fromkeys(first))


@pytest.mark.parametrize("value", ["0", "no", "$(shell touch CANARY)", "1;touch CANARY", "1 $(shell touch CANARY)", " 1 x"])
def test_a_variable_that_is_1_or_nothing_takes_no_other_text(hostile_project, value):
    goals = targets_of(SWITCHES)
    calls, output = calls_of_make(*goals, *(f"{switch}={value}" for switch in SWITCHES), fails=True)
    hints = [f"{switch} is 1 or absent\n  hint: make {' '.join(goals)} {switch}=1\n" for switch in SWITCHES]
    assert calls == [] and [hint for hint in hints if hint not in output] == []


def test_a_variable_that_is_1_or_nothing_may_be_empty(hostile_project):
    calls_of_make("help", *targets_of(SWITCHES), *(f"{switch}=" for switch in SWITCHES if switch not in COMMON))
    for switch in COMMON.keys() & set(SWITCHES):
        calls_of_make("help", f"{switch}=")


@pytest.mark.parametrize("first", range(0, len(SHELL), 6))
def test_a_variable_of_the_shell_is_neither_used_nor_run(hostile_project, first):
    overrides = re.findall(r"^(?:\w+: )?override ([\w.]+) ", MAKEFILE, re.M)
    names = sorted({*overrides, *(name for examples in TARGETS.values() for name in examples)} - {"SHELL"})
    variable = {name: SHELL[(first + at) % len(SHELL)] for at, name in enumerate(names)}
    goals = [target for target in TARGETS if target != "clean"]
    calls, _output = calls_of_make(*goals, **variable)
    assert calls == calls_of_make(*goals, "-e", **variable)[0] == calls_without_variables(*goals)


@functools.cache
def calls_without_variables(*goals):
    """The calls of a make without any variable, in a project with the same files."""
    return calls_of_make(*goals)[0]


HANDED_ON = ["name", "since", "stage"]


@pytest.mark.parametrize("first", range(0, len(SHELL), len(HANDED_ON)))
def test_a_make_that_is_called_by_a_make_takes_values_as_they_are(hostile_project, first):
    values = dict(zip(HANDED_ON, SHELL[first:]))
    handed_on = [re.sub(r"([ \t\\])", r"\\\1", f"{name}={value}".replace("$", "$$"))  # as make writes MAKEFLAGS for a make
                 for name, value in sorted(values.items(), key=lambda item: "\n" in item[1])]
    calls, _output = calls_of_make("logs", MAKEFLAGS=f" -- {' '.join(handed_on)}")
    for name, value in values.items():
        if "\n" not in value:  # at which make ends a variable of MAKEFLAGS
            assert f"--{name}={value}" in calls[-1]


@pytest.mark.parametrize("value", COMMANDS)
def test_the_python_that_makes_the_environment_is_the_name_of_a_program(hostile_project, value):
    os.remove(".venv/.ready")
    calls_of_make("local", f"python={value}", fails=True)
    os.remove(".venv/bin/python")  # then the Python that checks the variables, of any target, is this one too
    calls_of_make("clean", f"python={value}", "all=1", fails=True)


UNKNOWN = [
    "foo=$(shell touch CANARY)", "PYTHON=$(shell touch CANARY)", "NAMES=$(shell touch CANARY)", "TYPED=$(shell touch CANARY)",
    "each=$(shell touch CANARY)", "CHECKED=ok", "VARIABLES=$(shell touch CANARY)", ".VARIABLES=$(shell touch CANARY)",
    "quoted=$(shell touch CANARY)", "brief=$(shell touch CANARY)", "frozen=$(shell touch CANARY)", "STALE=$(shell touch CANARY)",
    "a';touch${IFS}CANARY;'=1", "`touch${IFS}CANARY`=1", "a;touch${IFS}CANARY;=1", "SHELL=/bin/sh",
    "MAKEFILE_LIST=$(shell touch CANARY)", "MODEL=$(shell touch CANARY)", "STAGE=$(shell touch CANARY)", "YES=1",
    ".SHELLFLAGS=-c touch$${IFS}CANARY;", "SHELL=./run",
    "goals=$(shell touch CANARY)", "name+=$(shell touch CANARY)", "1=$(shell touch CANARY)", "0=$(shell touch CANARY)"]


@pytest.mark.parametrize("first", range(4))
def test_unknown_variables_are_refused_and_not_run(hostile_project, first):
    Path("run").write_text("#!/bin/sh\ntouch CANARY\n")
    Path("run").chmod(0o755)
    calls, output = calls_of_make("stop", *UNKNOWN[first::4], fails=True)
    assert calls == [] and output.count("make stop has no variable") == len(UNKNOWN[first::4])


@pytest.mark.parametrize("goal", ["a;touch CANARY", "$(shell touch CANARY)", "`touch CANARY`", "';touch CANARY;'", "x\ntouch CANARY"])
def test_a_target_is_no_command_either(hostile_project, goal):
    calls_of_make(goal, fails=True)
    calls_of_make(goal, "name=x", fails=True)

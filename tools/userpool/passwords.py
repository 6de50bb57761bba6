"""Passwords of users: where one is read from, how one is generated, and whether a pool accepts it.

A password is never an argument: everybody on the machine sees a command line, and Make prints it. It is the
variable PASSWORD, or typed without an echo.
"""
import getpass
import os
import secrets
import sys

from kit.problems import problem

VARIABLE = "PASSWORD"
ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without characters that look alike: 0O 1lI
GROUPS, LETTERS = 4, 5  # "kT4mQ-..."; 116 bits
# Cognito's symbols: docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
SYMBOLS = frozenset("^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ")
KINDS = {"RequireLowercase": ("a lower-case letter", str.islower),
         "RequireUppercase": ("an upper-case letter", str.isupper),
         "RequireNumbers": ("a digit", str.isdigit),
         "RequireSymbols": ("a symbol such as -", SYMBOLS.__contains__)}


def offered(whose: str) -> str:
    """The password of the variable PASSWORD, or typed twice by a person; "" if there is neither. Raises Problems
    if the two differ. whose: for the prompt"""
    if os.environ.get(VARIABLE):
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        return ""
    password = typed(f"A password for {whose} (empty: one is generated): ")
    if password and typed("The same again: ") != password:
        raise problem("", 0, "the two passwords differ", "once more")
    return password


def entered(whose: str) -> str:
    """The password that a user has: of the variable PASSWORD, or typed. Raises Problems without a terminal."""
    if os.environ.get(VARIABLE):
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        raise problem("", 0, f"nobody is here to type the password of {whose}", f"the variable {VARIABLE} passes it")
    return typed(f"The password of {whose}: ")


def typed(prompt: str) -> str:
    """A line that a person types without an echo. Raises Problems at the end of the input (Ctrl-D)."""
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise problem("", 0, "no password was typed", "Enter ends it")


def chosen_or_generated(whose: str, policy: dict) -> tuple[str, bool]:
    """(the password that the person offered, False), or (a generated one, True). Raises Problems of a weak one."""
    password = offered(whose)
    lacks = weaknesses(password, policy) if password else []
    if lacks:
        raise problem("", 0, f"the password is too weak: it lacks {', '.join(lacks)}", demands(policy))
    return (password, False) if password else (generated(policy), True)


def generated(policy: dict) -> str:
    """A random password that the policy accepts."""
    while True:
        groups = ["".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS)]
        password = "-".join(groups).ljust(policy.get("MinimumLength", 0), "-")
        if not weaknesses(password, policy):
            return password


def requirements(policy: dict) -> list:
    """["12 characters", "a digit"]: what a policy requires, as a message lists it."""
    length = policy.get("MinimumLength", 0)
    return [f"{length} characters", *(label for rule, (label, _is) in KINDS.items() if policy.get(rule))]


def demands(policy: dict) -> str:
    """The hint for a weak password: "it must have 12 characters, a digit"."""
    return f"it must have {', '.join(requirements(policy))}"


def weaknesses(password: str, policy: dict) -> list[str]:
    """[text] of the requirements(policy) that the password does not meet."""
    short = len(password) < policy.get("MinimumLength", 0)
    return [*([requirements(policy)[0]] if short else []),
            *(label for rule, (label, is_) in KINDS.items()
              if policy.get(rule) and not any(map(is_, password)))]

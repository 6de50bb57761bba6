"""Passwords of users: where one is taken from, how one is made, and whether a pool will take it.

A password is never an argument: what stands on a command line is seen by all on the machine, and Make
prints it. It is the variable PASSWORD, or what a person types unseen.
"""
import getpass
import os
import secrets
import sys

from kit.problems import problem

VARIABLE = "PASSWORD"
ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without what looks alike: 0O 1lI
GROUPS, LETTERS = 4, 5  # "kT4mQ-..."; 116 bits
# What counts as a symbol: docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
SYMBOLS = frozenset("^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ")
KINDS = {"RequireLowercase": ("a lower-case letter", str.islower),
         "RequireUppercase": ("an upper-case letter", str.isupper),
         "RequireNumbers": ("a digit", str.isdigit),
         "RequireSymbols": ("a symbol such as -", SYMBOLS.__contains__)}


def given(whose):
    """The password said in PASSWORD, or typed twice by a person; "" if there is neither."""
    if os.environ.get(VARIABLE):
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        return ""
    password = typed(f"A password for {whose} (none: a good one is made): ")
    if password and typed("The same again: ") != password:
        raise problem("", 0, "the two passwords differ", "once more")
    return password


def known(whose):
    """The password that a person has: said in PASSWORD, or typed. Raises Problems if nobody is here to type."""
    if os.environ.get(VARIABLE):
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        raise problem("", 0, f"nobody is here to type the password of {whose}", f"the variable {VARIABLE} says it")
    return typed(f"The password of {whose}: ")


def typed(prompt):
    """A line that a person types unseen. Raises Problems if there is no more (Ctrl-D)."""
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise problem("", 0, "no password was typed", "Enter ends it")


def chosen(whose, policy):
    """(the password said or typed, False), or (a made one, True). Raises Problems of a weak one."""
    password = given(whose)
    lacks = weaknesses(password, policy) if password else []
    if lacks:
        raise problem("", 0, f"the password is too weak: it lacks {', '.join(lacks)}", demands(policy))
    return (password, False) if password else (made(policy), True)


def made(policy):
    """A password that nobody will guess, and the policy takes."""
    while True:
        groups = ["".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS)]
        password = "-".join(groups).ljust(policy.get("MinimumLength", 0), "-")
        if not weaknesses(password, policy):
            return password


def wants(policy):
    """["12 characters", "a digit"]: what a pool asks of a password, in words."""
    length = policy.get("MinimumLength", 0)
    return [f"{length} characters", *(words for rule, (words, _is) in KINDS.items() if policy.get(rule))]


def demands(policy):
    """The hint for who chose a weak one: "it must have 12 characters, a digit"."""
    return f"it must have {', '.join(wants(policy))}"


def weaknesses(password, policy):
    """Those of wants(policy) that the password lacks."""
    short = len(password) < policy.get("MinimumLength", 0)
    return [*([wants(policy)[0]] if short else []),
            *(words for rule, (words, is_) in KINDS.items()
              if policy.get(rule) and not any(map(is_, password)))]

"""The grammar of DynamoDB's expressions, as its pages describe it: moto reads texts that DynamoDB refuses.

docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html and
Expressions.OperatorsAndFunctions.html
"""
import functools
import re

TOKEN = re.compile(r"[#:]?\w+|<>|<=|>=|\S")
OPERAND = re.compile(r"[#:]?\w+")
CLAUSES = {"SET", "REMOVE", "ADD", "DELETE"}
COMPARATORS = {"=", "<>", "<", "<=", ">", ">="}
# Functions of each kind of expression, with the number of their arguments.
OF_UPDATE = {"if_not_exists": 2, "list_append": 2}
OF_CONDITION = {"attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2, "begins_with": 2, "contains": 2}
# Functions whose first argument is a path.
OF_PATHS = {"attribute_exists", "attribute_not_exists", "attribute_type", "if_not_exists"}
END = ""


@functools.lru_cache(4096)
def fault(text, kind):
    """What DynamoDB refuses in a text, "" of a right one. kind: "update", "condition" or "projection"."""
    reader = Reader(text)
    try:
        {"update": reader.update, "condition": reader.condition, "projection": reader.paths}[kind]()
        reader.expect(END, "the end")
    except ValueError as error:
        return str(error)
    return ""


@functools.lru_cache(4096)
def targets(text):
    """[(clause, attribute or placeholder)] of what an update changes: [("SET", "#a"), ("REMOVE", "b")]; None of a text
    that DynamoDB refuses."""
    reader = Reader(text)
    if fault(text, "update"):
        return None
    reader.update()
    return reader.targets


class Reader:
    """Reads the tokens of one expression from left to right; a ValueError at the first that may not stand there."""

    def __init__(self, text):
        self.tokens, self.at, self.targets = [*TOKEN.findall(text), END], 0, []

    @property
    def token(self):
        """The token that is not read yet, END after the last one."""
        return self.tokens[self.at]

    def takes(self, *tokens):
        """Read the token if it is one of these. -> whether it is"""
        is_there = self.token.upper() in tokens
        self.at += is_there and self.token != END
        return is_there

    def expect(self, word, description=""):
        """Read the token, which must be a word. Raises ValueError if it is another one, which a message describes."""
        if not self.takes(word):
            raise ValueError(f"{description or repr(word)} is expected, and not {self.shown_token()}")

    def shown_token(self):
        """The token that is not read yet, for a message."""
        return repr(self.token) if self.token else "its end"

    def paths(self):
        """a, #b.c[0]"""
        self.path()
        while self.takes(","):
            self.path()

    def path(self):
        """#b.c[0]"""
        self.name()
        while self.token in (".", "["):
            if self.takes("["):
                self.at += self.token.isdecimal()
                self.expect("]")
            else:
                self.takes(".")
                self.name()

    def name(self):
        """An attribute's name, or a placeholder of one."""
        if not OPERAND.fullmatch(self.token) or self.token[0] == ":" or self.token[0].isdigit() \
                or self.token.upper() in CLAUSES:
            raise ValueError(f"an attribute is expected, and not {self.shown_token()}")
        self.at += 1

    def value(self):
        """:value"""
        if not (OPERAND.fullmatch(self.token) and self.token[0] == ":"):
            raise ValueError(f"a value like :v is expected, and not {self.shown_token()}")
        self.at += 1

    def update(self):
        """SET a = :a, b = :b REMOVE c; each clause once."""
        while self.takes(*CLAUSES):
            clause = self.tokens[self.at - 1].upper()
            if clause in dict(self.targets):
                raise ValueError(f"{clause} stands twice: separate its parts by commas")
            self.action(clause)
            while self.takes(","):
                self.action(clause)

    def action(self, clause):
        """The change of one attribute in a clause: `a = :a` of SET, `a` of REMOVE, `a :a` of ADD and DELETE."""
        self.targets.append((clause, self.token))
        self.path()
        if clause == "SET":
            self.expect("=")
            self.operand(OF_UPDATE)
            while self.takes("+", "-"):
                self.operand(OF_UPDATE)
        elif clause != "REMOVE":
            self.value()

    def operand(self, functions):
        """:value, a path, or a function with its arguments. functions: {name: number of its arguments}"""
        following = self.tokens[self.at + 1] if self.token else END
        if self.takes("("):
            self.operand(functions)
            while functions is OF_UPDATE and self.takes("+", "-"):
                self.operand(functions)
            self.expect(")")
        elif following == "(" and self.token.upper() not in CLAUSES:
            self.call(functions)
        elif self.token[:1] == ":" or self.token[:1].isdigit():
            self.value()
        else:
            self.path()

    def call(self, functions):
        """name(argument, ...)"""
        name, number = self.token, functions.get(self.token)
        if number is None:
            raise ValueError(f"{name!r} is no function of such an expression")
        self.at += 1
        self.expect("(")
        for at in range(number):
            if at > 0:
                self.expect(",")
            elif name in OF_PATHS:
                self.path()
                continue
            self.operand(functions)
        self.expect(")")

    def condition(self):
        """a = :a AND (b < :b OR NOT contains(c, :c))"""
        self.test()
        while self.takes("AND", "OR"):
            self.test()

    def test(self):
        """One comparison, one call, or a condition in parentheses."""
        start = self.at
        if self.takes("NOT"):
            self.test()
        elif self.token in OF_CONDITION:
            self.call({**OF_CONDITION, "size": 1})
        elif self.takes("("):
            try:
                self.condition()
                self.expect(")")
            except ValueError:
                if not self.is_operand(start):
                    raise
                self.comparison()
        else:
            self.comparison()

    def is_operand(self, start):
        """Whether an operand in parentheses stands at a place, from which reading then begins again."""
        self.at = start
        try:
            self.operand({"size": 1})
            return True
        except ValueError:
            return False
        finally:
            self.at = start

    def comparison(self):
        """a = :a, a BETWEEN :a AND :b, a IN (:a, :b)"""
        self.operand({"size": 1})
        if self.takes("BETWEEN"):
            self.operand({"size": 1})
            self.expect("AND")
            self.operand({"size": 1})
        elif self.takes("IN"):
            self.expect("(")
            self.operand({"size": 1})
            while self.takes(","):
                self.operand({"size": 1})
            self.expect(")")
        elif self.takes(*COMPARATORS):
            self.operand({"size": 1})
        else:
            raise ValueError(f"a comparison is expected, and not {self.shown_token()}")

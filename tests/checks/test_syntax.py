"""What checks/syntax.py reads of calls, mappings and bindings: also of nodes that are none."""
import ast

from checks import syntax
from tests.fixtures.cases import results


def expression(text):
    """The node of an expression."""
    return ast.parse(text, mode="eval").body


test_the_method_that_a_call_calls = results(lambda text: syntax.method_name(expression(text)), [
    ("rows.append(row)", "append"), ("a.b.get('x')", "get"), ("append(row)", ""), ("rows.append", ""), ("f()()", "")])

test_the_function_that_a_call_calls = results(lambda text: syntax.function_name(expression(text)), [
    ("len(rows)", "len"), ("rows.len()", ""), ("len", ""), ("f()()", "")])

test_the_name_of_whose_value_a_node_is_a_part = results(lambda text: syntax.base_name(expression(text)), [
    ("rows.append", "rows"), ("row['id']", "row"), ("a.b.c", ""), ("rows", ""), ("f().x", "")])

test_dotted_names = results(lambda text: syntax.dotted_name(expression(text)), [
    ("os.path.join", "os.path.join"), ("join", "join"), ("f().join", ""), ("rows[0].x", "")])

test_names_that_are_bound_once = results(
    lambda text: {name: value and ast.unparse(value) for name, value in syntax.bindings(ast.parse(text).body).items()}, [
        ("a = 1", {"a": "1"}), ("a = b = 1\nb = 2", {"a": "1", "b": None}), ("a, b = 1, 2", {}), ("a.b = 1", {})])

test_defaults_of_parameters = results(
    lambda text: {name: ast.unparse(value) for name, value in syntax.defaults(expression(text))}, [
        ("lambda a, b=1: 0", {"b": "1"}), ("lambda a, /, b=1, *, c, d=2: 0", {"b": "1", "d": "2"}),
        ("lambda a=1, /, b=2: 0", {"a": "1", "b": "2"}), ("lambda a, *, b: 0", {})])

"""The result of a function's last call is given again for the same objects, and for no others."""
from kit.last_call import remembered


def test_the_last_result_is_given_again_for_the_same_objects_alone():
    calls = []

    @remembered
    def total(*numbers):
        calls.append(numbers)
        return [sum(map(len, numbers))]
    first, equal = ["a"], ["a"]
    result = total(first)
    assert total(first) is result and len(calls) == 1
    assert total(equal) == result and total(first, equal) == [2] and len(calls) == 3
    assert total(first) == result and len(calls) == 4, "only the last call is remembered"

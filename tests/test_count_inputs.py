"""The tool that counts inputs reads what hypothesis reports."""

import count_inputs

STATISTICS = """tests/test_x.py::test_a:

  - during reuse phase (0.01 seconds):
    - 2 passing, 0 failing, and 1 invalid test cases

  - during generate phase (13.19 seconds):
    - Typical runtimes: ~ 0-4 ms, of which ~ 0-2 ms in data generation
    - 5998 passing, 0 failing, and 170 invalid test cases

  - Stopped because settings.max_examples=6000
"""


def test_valid_inputs_of_all_phases_are_counted():
    assert count_inputs.inputs(STATISTICS) == 6000
    assert count_inputs.inputs("") == 0


def test_the_same_property_of_several_explorers_is_one_line():
    rows = [
        ("tests/test_properties_of_x.py::test_a_b[One]", "passed", 70, 2.0),
        ("tests/test_properties_of_x.py::test_a_b[Two]", "failed", 30, 1.0),
        ("tests/test_properties_of_x.py::test_c", "passed", 6000, 1.6),
    ]
    assert count_inputs.grouped(rows) == [
        ["x", "a b", "100 (2 × 50)", "3", "1 failed"],
        ["x", "c", "6,000", "2", "holds"],
    ]

from exercises import fingerprint

OURS = '''import numpy as np


def log_back(grad_out, out, x):
    """Backward of log."""
    # the slope
    slope = 1 / x
    return grad_out * slope
'''
THEIRS = """x = 3

def log_back(g: float, o, y) -> float:

    s = (1 /
         y)
    return g * s
"""


def of(source, name="log_back"):
    return next(one for one in fingerprint.pieces(source) if one.name == name)


def test_names_comments_docstrings_and_layout_make_no_difference():
    assert of(OURS).print == of(THEIRS).print


def test_another_number_or_another_order_is_other_code():
    assert of(OURS).print != of(OURS.replace("1 / x", "2 / x")).print
    assert of(OURS).print != of(OURS.replace("1 / x", "x / 1")).print


def test_names_that_the_code_does_not_bind_are_part_of_it():
    assert of(OURS).print != of(OURS.replace("1 / x", "1 / out_of_nowhere")).print


def test_a_line_is_found_where_the_same_part_stands_in_the_other_file():
    ours = fingerprint.at(OURS, 8)
    assert ours.name == "log_back"
    theirs = of(THEIRS)
    assert theirs.lines[ours.place(8)] == 7
    assert theirs.lines[ours.place(7)] == 5
    assert theirs.lines[ours.place(6)] == 3  # a comment belongs to what stands above it


def test_what_is_no_python_has_no_pieces():
    assert fingerprint.pieces("def (:") == []
    assert fingerprint.at("def (:", 1) is None
    assert fingerprint.at("x = 1", 0) is None

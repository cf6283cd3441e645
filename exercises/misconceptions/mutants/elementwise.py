"""List mistakes in the rules that work number by number."""

import numpy as np

from exercises.misconceptions.mutants.mutant import Mutant, rule, unary

LOG_EXP = (
    unary(
        "log_no_grad_out",
        "log",
        "upstream-dropped",
        "log hands back 1/x and leaves out the gradient that arrived",
        lambda g, out, x: 1 / x,
    ),
    unary(
        "log_uses_out",
        "log",
        "slope-taken-at-output",
        "log divides the arriving gradient by its output",
        lambda g, out, x: g / out,
    ),
    unary(
        "log_times_x",
        "log",
        "slope-inverted",
        "log multiplies the arriving gradient by x",
        lambda g, out, x: g * x,
    ),
    unary(
        "exp_uses_x",
        "exp",
        "slope-of-another-function",
        "exp multiplies the arriving gradient by its input",
        lambda g, out, x: g * x,
    ),
    unary(
        "exp_no_grad_out",
        "exp",
        "upstream-dropped",
        "exp hands back its output and leaves out the gradient that arrived",
        # A copy: whoever adds into it in place would change the forward pass.
        lambda g, out, x: out.copy(),
    ),
    unary(
        "exp_power_rule",
        "exp",
        "slope-of-another-function",
        "exp is differentiated by the rule for powers",
        lambda g, out, x: g * x * np.exp(x - 1),
    ),
)
NEGATIVE = (
    unary(
        "neg_pass",
        "negative",
        "local-slope-dropped",
        "negation hands the arriving gradient on with its sign unchanged",
        lambda g, out, x: g,
    ),
    unary(
        "neg_no_grad_out",
        "negative",
        "upstream-dropped",
        "negation hands back -1 whatever arrives",
        lambda g, out, x: -np.ones_like(g),
    ),
)
MULTIPLY = (
    rule(
        "mul_own_operand",
        "own-operand",
        "each factor of a product is scaled by itself",
        ("multiply", 0, lambda g, out, x, y: g * x),
        ("multiply", 1, lambda g, out, x, y: g * y),
    ),
    rule(
        "mul0_own",
        "own-operand",
        "the first factor of a product is scaled by itself",
        ("multiply", 0, lambda g, out, x, y: g * x),
    ),
    rule(
        "mul1_own",
        "own-operand",
        "the second factor of a product is scaled by itself",
        ("multiply", 1, lambda g, out, x, y: g * y),
    ),
    rule(
        "mul_no_grad_out",
        "upstream-dropped",
        "a product hands back the other factor and leaves out what arrived",
        ("multiply", 0, lambda g, out, x, y: y * np.ones_like(g)),
        ("multiply", 1, lambda g, out, x, y: x * np.ones_like(g)),
    ),
    rule(
        "mul_uses_out",
        "slope-taken-at-output",
        "a product scales the arriving gradient by its output",
        ("multiply", 0, lambda g, out, x, y: g * out),
        ("multiply", 1, lambda g, out, x, y: g * out),
    ),
)
SUBTRACT = (
    rule(
        "sub1_no_minus",
        "second-operand-sign",
        "what is subtracted keeps the sign of the arriving gradient",
        ("subtract", 1, lambda g, out, x, y: g),
    ),
    rule(
        "sub_both_minus",
        "first-operand-sign",
        "both sides of a subtraction get the negated gradient",
        ("subtract", 0, lambda g, out, x, y: -g),
    ),
)
DIVIDE = (
    rule(
        "div1_no_minus",
        "second-operand-sign",
        "the denominator's gradient lost its minus sign",
        ("true_divide", 1, lambda g, out, x, y: g * x / y**2),
    ),
    rule(
        "div1_no_square",
        "second-operand-sign",
        "the denominator's gradient divides by y once only",
        ("true_divide", 1, lambda g, out, x, y: -g * x / y),
    ),
    rule(
        "div1_no_x",
        "quotient-rule",
        "the denominator's gradient leaves out the numerator",
        ("true_divide", 1, lambda g, out, x, y: -g / y**2),
    ),
    rule(
        "div0_times_y",
        "quotient-rule",
        "the numerator's gradient is multiplied by the denominator",
        ("true_divide", 0, lambda g, out, x, y: g * y),
    ),
)
RELU = tuple(
    Mutant(name, "relu", cause, claim, {"relu": back})
    for name, cause, claim, back in (
        (
            "relu_mask_of_grad",
            "mask-of-the-gradient",
            "relu lets positive gradients through, whatever its input was",
            lambda g, out, x: g * (g > 0),
        ),
        (
            "relu_no_grad_out",
            "upstream-dropped",
            "relu hands back its mask and leaves out the gradient that arrived",
            lambda g, out, x: (x > 0) * np.ones_like(g),
        ),
        (
            "relu_pass",
            "local-slope-dropped",
            "relu hands the arriving gradient on where its input was negative, too",
            lambda g, out, x: g,
        ),
        (
            "relu_of_grad_x",
            "mask-of-the-gradient",
            "relu is applied to the product of gradient and input",
            lambda g, out, x: np.maximum(g * x, 0),
        ),
    )
)
MAXIMUM = (
    rule(
        "max_swapped",
        "smaller-operand-wins",
        "the smaller operand of maximum gets the gradient",
        ("maximum", 0, lambda g, out, x, y: g * np.less(x, y)),
        ("maximum", 1, lambda g, out, x, y: g * np.less(y, x)),
    ),
    rule(
        "max_both",
        "both-operands-win",
        "both operands of maximum get the whole gradient",
        ("maximum", 0, lambda g, out, x, y: g),
        ("maximum", 1, lambda g, out, x, y: g),
    ),
    rule(
        "max_half",
        "both-operands-win",
        "both operands of maximum always get half of the gradient",
        ("maximum", 0, lambda g, out, x, y: g / 2),
        ("maximum", 1, lambda g, out, x, y: g / 2),
    ),
    Mutant(
        "max_ties_double",
        "max",
        "ties-mishandled",
        "at a tie both operands of maximum get the whole gradient",
        {
            "rules": {
                ("maximum", 0): lambda g, out, x, y: g * np.greater_equal(x, y),
                ("maximum", 1): lambda g, out, x, y: g * np.greater_equal(y, x),
            }
        },
        role="ties",
    ),
)
ALL = (*LOG_EXP, *NEGATIVE, *MULTIPLY, *SUBTRACT, *DIVIDE, *RELU, *MAXIMUM)

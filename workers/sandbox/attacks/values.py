"""Odd values and prying eyes: plain numbers come out, and there is nothing to see."""

from workers.sandbox.attacks.attack import Attack


def _returned(name: str, value: str, expected: str, lesson: str = "") -> Attack:
    return Attack(name=name, code=f"return {value}", expected=expected, lesson=lesson)


VALUES = (
    _returned("76 NaN", "np.array([np.nan, np.inf])", "[nan, inf]"),
    _returned("77 object array", "np.array([object()])", "type_refused"),
    _returned("78 structured array", "np.zeros(1, [('a', 'f8')])", "type_refused"),
    _returned(
        "79 a view that claims terabytes",
        "np.broadcast_to(1.0, (10 ** 5, 10 ** 5))",
        "type_refused",
    ),
    Attack(
        name="80 a subclass that lies about its shape",
        code="""
        class Liar(np.ndarray):
            shape = (1,)
        return np.zeros(2).view(Liar)
        """,
        expected="[0.0, 0.0]",
    ),
    _returned("81 float16", "np.zeros(1, 'f2')", "type_refused"),
    _returned("81 complex", "np.zeros(1, complex)", "type_refused"),
    _returned("81 longdouble", "np.zeros(1, np.longdouble)", "type_refused"),
    _returned("82 foreign byte order", "np.arange(2.0).astype('>f8')", "type_refused"),
    _returned(
        "82 Fortran order",
        "np.asfortranarray([[1., 2.], [3., 4.]])",
        "[[1.0, 2.0], [3.0, 4.0]]",
    ),
    _returned("82 negative strides", "np.arange(3.0)[::-1]", "[2.0, 1.0, 0.0]"),
    _returned("83 a scalar", "np.float64(3.0)", "3.0"),
    _returned("84 an int", "3", "3"),
    Attack(
        name="85 __array__",
        code="""
        class Sly:
            def __array__(self, *_, **__): return np.ones(1)
        return Sly()
        """,
        expected="type_refused",
    ),
    Attack(
        name="85 always equal",
        code="""
        class Sly(np.ndarray):
            def __eq__(self, _): return True
        return np.zeros(1).view(Sly)
        """,
        expected="[0.0]",
    ),
)

PRYING = (
    Attack(
        name="87 patched numpy",
        code="np.allclose = lambda *_: True\nnp.array_equal = np.allclose\nreturn 1.0",
        expected="1.0",
    ),
    Attack(
        name="87 patched asarray",
        code="np.asarray = np.array = lambda *_, **__: 'right'\nreturn 1.5",
        expected="AttributeError/TypeError/1.5",
    ),
    Attack(
        name="87 patched os.write",
        code="os.write = lambda fd, data: len(data)",
        expected="timeout",
    ),
    Attack(
        name="88 frame hunt",
        code="""
        frame, names = sys._getframe(), set()
        while frame:
            names |= set(frame.f_locals) | set(frame.f_globals)
            frame = frame.f_back
        return 'granted' if any('expect' in one for one in names) else 'nothing'
        """,
        expected="nothing",
    ),
    Attack(
        name="90 another pair's data",
        code="""
        import builtins
        left, builtins.left_behind = hasattr(builtins, 'left_behind'), 1
        return 'granted' if left else 'nothing'
        """,
        expected="nothing",
    ),
    Attack(
        name="92 torch is inert",
        code="import torch; return torch.zeros(1).sum()",
        expected="0.0",
    ),
    Attack(
        name="92 autograd is absent",
        code="import autograd",
        expected="ModuleNotFoundError",
    ),
    Attack(
        name="95 escape sequences and direction marks",
        code="print('\\x1b[2Ja\\u202eb'); return 'a\\x1b[31mb\\u202ec'",
        expected="a[31mbc",
    ),
)

BEYOND = (
    *(
        Attack(
            name=f"own: {module} is absent",
            code=f"import {module}",
            expected="ModuleNotFoundError",
            lesson="what judges is not there to be asked",
        )
        for module in (
            "reference_engine",
            "service",
            "exercises.judge",
            "workers.oracle",
        )
    ),
    _returned(
        "own: a giant int", "10 ** 30", "type_refused", "not every int fits 64 bit"
    ),
    _returned(
        "own: a matrix",
        "np.matrix([[1.0]])",
        "[[1.0]]",
        "a subclass arrives as plain data",
    ),
    _returned(
        "own: a masked array",
        "np.ma.masked_array([1.0, 2.0], [0, 1])",
        "[1.0, 2.0]",
        "masked elements are judged by what is under the mask",
    ),
    Attack(
        name="own: a str of another kind",
        code="class Text(str): pass\nreturn Text('x')",
        expected="type_refused",
        lesson="a subclass of str could run code while it is encoded",
    ),
    Attack(
        name="own: an array that changes while it is copied",
        code="""
        class Shifty(np.ndarray):
            def __array_finalize__(self, _): self.flags.writeable = True
            @property
            def nbytes(self): return 0
        return np.zeros((1100, 1000)).view(Shifty)
        """,
        expected="output_limit/type_refused/protocol",
        lesson="the size a guest checks may be a lie: the cap outside is what counts",
    ),
    Attack(
        name="own: predicting a neighbour's random numbers",
        code="return 'granted' if np.random.rand() == np.random.RandomState(0).rand()"
        " else 'its own'",
        expected="its own",
        lesson="children of one zygote share its generators unless each seeds its own",
    ),
)

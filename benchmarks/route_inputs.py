"""Bad input for a web service: texts, content types and headers that are not meant."""

import ast
from pathlib import Path

from service import web

ODD = [
    "", " ", "0", "-1", "1e999", "NaN", "9" * 30, "null", "true", "[]", "{}", "\x00", "\r\n",
    "\u202e", "\ufeff", "\ud7ff", "💥" * 20, "ß" * 300, "a" * 5000, "../../etc/passwd", "%00",
    "%s%n", "{{7*7}}", "${7*7}", "<script>x</script>", "' OR 1=1--", "=1+1", "2026-02-30",
    "9999-12-31T23:59", "0001-01-01", "x = y", "y = log(x * x", "[1, 2", "def f(:", "\t\v\f",
]  # fmt: skip
TYPES = [
    "application/json", "text/plain", "multipart/form-data; boundary=x", "a/b; charset=\xff",
    "application/x-www-form-urlencoded; charset=utf-7", "",
]  # fmt: skip
HEADERS = {
    "X-Fragment": ["1", "\xff"],
    "Accept": ["text/html", "*/*;q=nan", ""],
    "Authorization": ["Bearer pg_x", "Basic \xff", "Bearer"],
    "Range": ["bytes=0-", "bytes=9-1,x"],
    "If-None-Match": ['"x"', "*"],
    "If-Modified-Since": ["yesterday"],
    "Accept-Language": ["xx;q=2"],
    "Content-Length": ["-1", "99999999999"],
    "X-Forwarded-For": ["::1, evil"],
    "User-Agent": ["", "x" * 3000],
}
FOLDER = Path(web.__file__).parent


def fields() -> list[str]:
    """Return every literal name that a view asks a form or an address for."""
    # Names that url_for takes for its own, should a page pass on whatever it was asked.
    found = {"_external", "_scheme", "_anchor", "_method", "endpoint"}
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                reads = node.func.attr in {"get", "getlist", "text"}
                first = node.args[0] if reads and node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return sorted(found)

"""Read a form's fields; the size of what arrives was capped before."""

from uuid import UUID, uuid4

from flask import request

from service.store.refusals import Refusal


def text(name: str) -> str:
    """Return a field's text, "" if it is missing; NUL is what no database takes."""
    return request.form.get(name, "").replace("\x00", "")


def token() -> str:
    """Return the form's submission token, or a fresh one: a double click is one hand-in."""
    return token_of(text("client_token"))


def token_of(sent: str) -> str:
    """Return the token that was sent, or a fresh one for what is none."""
    try:
        return str(UUID(sent))
    except ValueError:
        return fresh_token()


def fresh_token() -> str:
    """Return a token for one more hand-in."""
    return str(uuid4())


def upload_or_text() -> tuple[str, bytes]:
    """Return (filename, content) of the chosen file, else of the pasted code.

    Raises Refusal if there is neither.
    """
    file = request.files.get("file")
    if file is not None and file.filename:
        return file.filename.rsplit("/", 1)[-1].rsplit("\\", 1)[-1][-100:], file.read()
    pasted = text("source").replace("\r\n", "\n")
    if not pasted.strip():
        raise Refusal(
            "source", "There is no code yet: type or paste some, or choose a file."
        )
    return "pasted.py", pasted.encode()

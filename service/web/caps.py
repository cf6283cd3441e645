"""How much a request may carry."""

from flask import Flask, request

PASTE_BYTES = 256 * 1024
UPLOAD_BYTES = 8 * 1024 * 1024
# A file comes as one part and stays out of memory; the rest are short fields.
FIELD_BYTES = 512 * 1024
FIELDS = 20
UPLOADS = {"exercise.take", "submissions.take"}


def attach(app: Flask) -> None:
    """Cap every body, and let only the upload routes take a notebook's size."""
    app.config.update(
        MAX_CONTENT_LENGTH=PASTE_BYTES,
        MAX_FORM_MEMORY_SIZE=FIELD_BYTES,
        MAX_FORM_PARTS=FIELDS,
    )
    # First of all hooks: the form check that follows reads the body.
    app.before_request(_widen)


def _widen() -> None:
    if request.endpoint in UPLOADS:
        request.max_content_length = UPLOAD_BYTES

def invert_transposition(axes):
    """Return the axes by which a transposition by ``axes`` is undone."""
    raise NotImplementedError("yours to write")

"""A request that a rule of the course turns down, in words for the person."""


class Refusal(Exception):  # noqa: N818 - the rule held; nothing went wrong
    """Say what was not done and what to do; ``field`` is the form field it is about."""

    def __init__(self, field: str, sentence: str) -> None:
        """Keep the field's name and one sentence."""
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence

"""A list of TOML texts, each with what is told about it."""


def told(cases: str) -> list[tuple[str, str]]:
    """Return the text and the sentence of each case: a blank line is between cases, an arrow before the sentence."""
    pairs = [case.split("\n→ ") for case in cases.strip().split("\n\n")]
    return [(text, said) for text, said in pairs]

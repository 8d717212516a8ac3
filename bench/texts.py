"""Sentences and texts from a seed: the same on every machine."""

import random

WORDS = (
    "bridge council report ledger budget river school hospital winter tax vote engine harbour farm"
    " price wage county train fuel water crime rent road court museum forest factory union clinic"
)
VERBS = "cost raised cut closed opened doubled lost built sold reported kept promised"
PLACES = "Northfield Easton Harwick Millbrook Dunmore Ashby Kelton Redhill Stowe Varley"


def sentence(rng: random.Random) -> str:
    """A sentence of about 90 characters that no rule of the splitter cuts or joins."""
    first, second, third = rng.sample(WORDS.split(), 3)
    place, verb = rng.choice(PLACES.split()), rng.choice(VERBS.split())
    return (
        f"The {first} of {place} {verb} {rng.randint(2, 98)} million pounds for the {second}"
        f" and the {third} in {rng.randint(1950, 2025)}."
    )


def article(rng: random.Random, sentences: int) -> str:
    """A plain text of so many sentences, in paragraphs of five."""
    written = [sentence(rng) for _ in range(sentences)]
    paragraphs = [" ".join(written[at : at + 5]) for at in range(0, sentences, 5)]
    return "\n\n".join(paragraphs) + "\n"

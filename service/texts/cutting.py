"""Cuts a text into blocks and claims. Pure, and done before any transaction begins."""

from dataclasses import dataclass
from hashlib import sha256

from service.texts import limits
from service.texts.blocks import Block, read_blocks
from service.texts.languages import choose_language
from service.texts.sentences import split_sentences
from service.vocabulary import BlockKind

STRUCTURE = frozenset({BlockKind.HEADING})
"""Kinds of blocks whose sentences claim nothing."""


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence to become a claim: its block's kind and where it stands, in code points."""

    block: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A text with its blocks and its claims, in reading order."""

    text: str
    blocks: list[Block]
    claims: list[Span]

    @property
    def hash(self) -> bytes:
        """The SHA-256 of the text in UTF-8."""
        return sha256(self.text.encode()).digest()

    @property
    def wordings(self) -> list[str]:
        """The text of each claim."""
        return [self.text[claim.start : claim.end] for claim in self.claims]

    @property
    def headline(self) -> str | None:
        """The text of the headline, on one line."""
        for block in self.blocks:
            if block.kind is BlockKind.HEADLINE:
                return " ".join(self.text[block.start : block.end].split())
        return None


def cut(text: str, language: str | None, blocks: list[Block] | None = None) -> Cut:
    """The blocks and claims of a text in a language (BCP-47, or None).

    Where the text belies the language, its sentences are found by the rules of the one that it is
    in; where nothing tells, by those of English. `blocks` are those that its reader knows of; None
    finds them in the text. Raises Invalid or TooLarge for what is not a text with at least one
    sentence.
    """
    limits.check_text(text)
    blocks = read_blocks(text) if blocks is None else blocks
    rules = choose_language(text, language)
    claims = [
        Span(block.kind, block.start + start, block.start + end)
        for block in blocks
        if block.kind not in STRUCTURE
        for start, end in split_sentences(text[block.start : block.end], rules)
    ]
    limits.check_claims(len(claims))
    return Cut(text, blocks, claims)

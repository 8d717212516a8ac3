"""Articles that are edited, version after version, as it is known where each sentence came from.

Sentences and paragraphs are inserted, deleted, moved, reworded, merged and split, from a seed.
"""

import gzip
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench.quality.desk import DATA

FOLDER = DATA / "segmentation-ud-english-gum" / "dev"
FILES = ("gum_news_train_docs.conllu.gz", "en_gum-ud-dev.conllu.gz")
SEED, TIMES = 2026, 3

ENDED = re.compile(r"[.!?][\"'”’)]*$")
_CLAUSE = re.compile(r"(?:;|,) (?:and|but|while|which|who|after|as|because) ")


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article at one time, and the first sentences that it was made of."""

    text: str
    origins: frozenset[int]


Article = list[list[Sentence]]
"""Paragraphs of sentences."""


class History:
    """An article that changes."""

    def __init__(self, article: list[list[str]], others: list[str], rng: random.Random) -> None:
        """`others` are the sentences to insert, each once."""
        self._rng = rng
        self._others = iter(others)
        self._last = 0
        self.paragraphs: Article = [
            [self._first(text) for text in paragraph] for paragraph in article
        ]
        self._words = " ".join(text for paragraph in article for text in paragraph).split()
        self._write()

    def _first(self, text: str) -> Sentence:
        self._last += 1
        return Sentence(text, frozenset({self._last}))

    @property
    def sentences(self) -> list[Sentence]:
        """All sentences of the text as it is."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    def origins(self, start: int, end: int) -> frozenset[int]:
        """Where the sentence comes from that most of a span of the text lies in."""
        shares: dict[frozenset[int], int] = defaultdict(int)
        for left, right, sentence in self._spans:
            shares[sentence.origins] += max(0, min(end, right) - max(start, left))
        return max(shares, key=lambda origins: shares[origins])

    def edit(self) -> None:
        """Make the next version."""
        rng = self._rng
        for paragraph in self.paragraphs:
            paragraph[:] = [new for sentence in paragraph for new in self._edited(sentence)]
            for at in range(len(paragraph) - 1, 0, -1):
                if rng.random() < 0.03 and paragraph[at - 1].text.endswith("."):
                    paragraph[at - 1 : at + 1] = [_merged(*paragraph[at - 1 : at + 1])]
        for _ in range(max(1, len(self.sentences) // 25)):
            moved = rng.choice(self.paragraphs)
            if moved:
                sentence = moved.pop(rng.randrange(len(moved)))
                if ENDED.search(sentence.text):
                    target = rng.choice([each for each in self.paragraphs if _is_prose(each)])
                    target.insert(rng.randint(0, len(target)), sentence)
                else:
                    self.paragraphs.insert(rng.randrange(len(self.paragraphs)), [sentence])
        self._edit_paragraphs()
        self.paragraphs = [paragraph for paragraph in self.paragraphs if paragraph]
        self._write()

    def _edit_paragraphs(self) -> None:
        rng, paragraphs = self._rng, self.paragraphs
        at = rng.randrange(len(paragraphs))
        act = rng.choice(["move", "split", "merge", "insert", "delete", "nothing"])
        if act == "move":
            paragraphs.insert(rng.randrange(len(paragraphs)), paragraphs.pop(at))
        elif act == "split" and len(paragraphs[at]) > 1:
            cut_at = rng.randrange(1, len(paragraphs[at]))
            paragraphs[at : at + 1] = [paragraphs[at][:cut_at], paragraphs[at][cut_at:]]
        elif act == "merge" and at and _is_prose(paragraphs[at - 1]):
            paragraphs[at - 1 : at + 1] = [paragraphs[at - 1] + paragraphs[at]]
        elif act == "insert":
            paragraphs.insert(at, [self._first(next(self._others)) for _ in range(3)])
        elif act == "delete" and len(paragraphs) > 3:
            del paragraphs[at]

    def _edited(self, sentence: Sentence) -> list[Sentence]:
        chance = self._rng.random()
        if chance < 0.05:
            return []
        if not ENDED.search(sentence.text):
            text = self._reworded(sentence.text) if chance < 0.2 else sentence.text
            return [replace(sentence, text=text)]
        if chance < 0.08:  # another one in its place
            return [self._first(next(self._others))]
        if chance < 0.12:
            return [sentence, self._first(next(self._others))]
        if chance < 0.22:
            return [replace(sentence, text=self._reworded(sentence.text))]
        if chance < 0.26 and (found := _CLAUSE.search(sentence.text)):
            first, second = sentence.text[: found.start()], sentence.text[found.end() :]
            second = second[0].upper() + second[1:]
            return [replace(sentence, text=f"{first}."), replace(sentence, text=second)]
        return [sentence]

    def _reworded(self, text: str) -> str:
        """The sentence with another figure, other words, a clause less or its parts exchanged."""
        rng = self._rng
        if (figures := list(re.finditer(r"\d+", text))) and rng.random() < 0.5:
            figure = rng.choice(figures)
            return f"{text[: figure.start()]}{rng.randrange(2, 3000)}{text[figure.end() :]}"
        head, comma, tail = text.rstrip(".").partition(", ")
        if comma and rng.random() < 0.4:
            if rng.random() < 0.5:
                return f"{max(head, tail, key=len)}."
            return f"{tail[0].upper()}{tail[1:]}, {head[0].lower()}{head[1:]}."
        words = text.split()
        for _ in range(rng.randint(1, max(1, len(words) // 3))):
            at = rng.randrange(max(1, len(words) - 1))
            there = rng.choice(
                [[], [rng.choice(self._words)], [words[at], rng.choice(self._words)]]
            )
            words[at : at + 1] = there if len(words) > 3 else [words[at], *there]
        return " ".join(words)

    def _write(self) -> None:
        self._spans: list[tuple[int, int, Sentence]] = []
        parts: list[str] = []
        length = 0
        for paragraph in self.paragraphs:
            for at, sentence in enumerate(paragraph):
                parts += [sentence.text, "\n\n" if at == len(paragraph) - 1 else " "]
                self._spans.append((length, length + len(sentence.text), sentence))
                length += len(sentence.text) + len(parts[-1])
        self.text = "".join(parts)


def _is_prose(paragraph: list[Sentence]) -> bool:
    return bool(paragraph and ENDED.search(paragraph[-1].text))


def _merged(one: Sentence, other: Sentence) -> Sentence:
    text = f"{one.text.rstrip('.')}, and {other.text[0].lower()}{other.text[1:]}"
    return Sentence(text, one.origins | other.origins)


def histories() -> Iterator["History"]:
    """Each article several times, with the luck of its edits.

    What is inserted comes from the article itself, of which some sentences were kept back, for
    these are most like those of the text; then from the other articles.
    """
    articles = [article for name in FILES for article in articles_of(name)]
    for seed in range(TIMES):
        for number, article in enumerate(articles):
            rng = random.Random(f"{SEED} {seed} {number}")
            prose = [text for each in article for text in each if ENDED.search(text)]
            back = dict.fromkeys(rng.sample(prose, len(prose) // 6))
            kept = [[text for text in each if text not in back] for each in article]
            others = (
                text for other in articles if other is not article for e in other for text in e
            )
            more = sorted({text for text in others if ENDED.search(text)} - set(prose))
            yield History(
                [each for each in kept if each], [*back, *rng.sample(more, len(more))], rng
            )


def articles_of(name: str) -> list[list[list[str]]]:
    """The news articles of a file: paragraphs of sentences."""
    articles: list[list[list[str]]] = []
    is_news = False
    with gzip.open(FOLDER / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id"):
                is_news = "GUM_news_" in line
                if is_news:
                    articles.append([])
            elif is_news and line.rstrip() == "# newpar":
                articles[-1].append([])
            elif is_news and line.startswith("# text = "):
                text = line[9:].strip()
                articles[-1][-1].append(text)
                if not ENDED.search(text):  # a headline or a caption
                    articles[-1].append([])
    return [[paragraph for paragraph in article if paragraph] for article in articles]

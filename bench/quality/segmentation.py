"""Sentences: golden rules, paragraphs of English treebanks, news in other languages, and speed."""

import gzip
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bench.quality.baselines import Span, by_regex, by_sentencex
from bench.quality.desk import DATA, ROOT, Desk, Refused
from bench.quality.table import Line, at_least, skipped
from service.texts.blocks import read_blocks
from service.texts.sentences import split_sentences

Splitter = Callable[[str, str], list[Span]]

RULES_GOAL = 48
TREEBANKS = {
    "gum": ("GUM", 0.965, ".958 test (blingfire)"),
    "ewt": ("EWT", 0.83, ".825 test (sentencex)"),
}
NEWS_BEST = {"de": 0.956, "fr": 0.963, "es": 0.970, "ru": 0.943, "pl": 0.935, "cs": 0.967}
"""Boundary F1 of the best of five libraries, on test parts that are not here."""

LINES_AT_ONCE = 10
"""Sentences that make a paragraph for the baselines: a quotation that never closes ends with it."""

SPEED_GOAL = 20
SPEED_SIZE = 1_000_000

_addresses = count(1)


@dataclass(frozen=True)
class Paragraph:
    """A text with the spans of its sentences, as people set them."""

    text: str
    sentences: list[Span]


def run(desk: Desk) -> list[Line]:
    """Everything but speed through the ingest of a desk."""
    if not DATA.is_dir():
        return [skipped("sentences"), _speed()]
    lines = [_golden_rules(desk)]
    lines += [_treebank(desk, name) for name in TREEBANKS]
    files = sorted(
        (DATA / "segmentation-ersatz-news" / "dev").iterdir(), key=lambda path: path.suffix
    )
    lines += [_news(desk, file) for file in files]
    return [*lines, _speed()]


def _claims(desk: Desk, text: str, language: str | None) -> list[Span]:
    """Where the claims of a text stand that is a document of its own."""
    address = f"https://example.org/texts/{next(_addresses)}"  # or the same text is the same one
    try:
        document = desk.add(text=text, language=language, url=address)
    except Refused:
        return []
    anchors = [claim["anchor"] for claim in desk.claims(document["id"])]
    return [(anchor["start"], anchor["end"]) for anchor in anchors]


def _golden_rules(desk: Desk) -> Line:
    path = DATA / "segmentation-golden-rules" / "dev" / "golden_rules_pragmatic_15langs.jsonl"
    rules = [rule for rule in map(json.loads, path.open()) if rule["lang"] == "en"]

    def passed(split: Splitter) -> int:
        return sum(
            [rule["text"][start:end] for start, end in split(rule["text"], "en")]
            == rule["expected"]
            for rule in rules
        )

    figure = passed(lambda text, language: _claims(desk, text, language))
    return Line(
        f"golden rules passed of {len(rules)}",
        str(figure),
        f"regex {passed(by_regex)}, sentencex {passed(by_sentencex)}",
        "51 (Pragmatic)",
        at_least(figure, RULES_GOAL),
    )


def _treebank(desk: Desk, name: str) -> Line:
    title, goal, best = TREEBANKS[name]
    path = DATA / f"segmentation-ud-english-{name}" / "dev" / f"en_{name}-ud-dev.conllu.gz"
    paragraphs = list(_paragraphs(path))

    def score(split: Splitter) -> float:
        found = [set(split(paragraph.text, "en")) for paragraph in paragraphs]
        right = [set(paragraph.sentences) for paragraph in paragraphs]
        return _f1(zip(found, right, strict=True))

    figure = score(lambda text, language: _claims(desk, text, language))
    return Line(
        f"UD {title} dev, exact spans, F1",
        f"{figure:.3f}",
        f"regex {score(by_regex):.3f}, sentencex {score(by_sentencex):.3f}",
        best,
        at_least(figure, goal),
    )


def _news(desk: Desk, path: Path) -> Line:
    language = path.suffix[1:]
    lines = [" ".join(line.split()) for line in path.open() if line.strip()]
    whole = _joined(lines)

    def ingested(declared: str | None) -> float:
        return _boundaries_f1([whole], lambda text, _: _claims(desk, text, declared), language)

    chunks = [_joined(lines[at : at + LINES_AT_ONCE]) for at in range(0, len(lines), LINES_AT_ONCE)]
    figure, wrong = ingested(language), "de" if language == "en" else "en"
    bare = sum(line[-1].isalnum() for line in lines) / len(lines)
    best = NEWS_BEST.get(language)
    return Line(
        f"Ersatz dev {language}, boundaries, F1",
        f"{figure:.3f} (as {wrong} {ingested(wrong):.3f}, undeclared {ingested(None):.3f})",
        f"regex {_boundaries_f1(chunks, by_regex, language):.3f},"
        f" sentencex {_boundaries_f1(chunks, by_sentencex, language):.3f}",
        f"{best:.3f} test" if best else "",
        at_least(figure, best) + f" ({bare:.0%} end without a mark)" if best else "",
    )


def _speed() -> Line:
    sample = next((ROOT / "service" / "documents" / "sample").glob("*.txt")).read_text()
    blocks = [sample[block.start : block.end] for block in read_blocks(sample)]
    blocks *= SPEED_SIZE // len(sample) + 1
    figure = _megabytes_a_second(split_sentences, blocks)
    whole = _megabytes_a_second(split_sentences, [" ".join(blocks)])
    return Line(
        "splitting alone, MB/s",
        f"{figure:.0f} ({whole:.0f} in one piece)",
        f"regex {_megabytes_a_second(by_regex, blocks):.0f},"
        f" sentencex {_megabytes_a_second(by_sentencex, blocks):.0f}",
        goal=at_least(figure, SPEED_GOAL),
    )


def _megabytes_a_second(split: Callable[[str, str], list[Span]], texts: list[str]) -> float:
    """The best of some runs, by processor time: others use the machine as well."""
    seconds = []
    for _ in range(5):
        began = time.process_time()
        for text in texts:
            split(text, "en")
        seconds.append(time.process_time() - began)
    return sum(len(text.encode()) for text in texts) / min(seconds) / 1e6


def _joined(lines: list[str]) -> Paragraph:
    spans, position = [], 0
    for line in lines:
        spans.append((position, position + len(line)))
        position += len(line) + 1
    return Paragraph(" ".join(lines), spans)


def _boundaries_f1(paragraphs: Iterable[Paragraph], split: Splitter, language: str) -> float:
    """F1 of where sentences end, but for the ends of texts, which are given."""
    return _f1(
        (
            {end for _, end in split(paragraph.text, language)} - {len(paragraph.text)},
            {end for _, end in paragraph.sentences} - {len(paragraph.text)},
        )
        for paragraph in paragraphs
    )


def _f1(pairs: Iterable[tuple[set[Any], set[Any]]]) -> float:
    both = found = right = 0
    for ours, theirs in pairs:
        both += len(ours & theirs)
        found += len(ours)
        right += len(theirs)
    return 2 * both / (found + right)


def _paragraphs(path: Path) -> Iterator[Paragraph]:
    """The paragraphs of a treebank; a sentence is followed by a space, unless it says otherwise."""
    text, spans, space = "", [], True
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(("# newdoc", "# newpar")) and spans:
                yield Paragraph(text.rstrip(), spans)
                text, spans = "", []
            elif line.startswith("# text = "):
                said = line.removeprefix("# text = ").rstrip("\n")
                spans.append((len(text), len(text) + len(said)))
                text += f"{said} "
            elif line[0].isdigit() and "SpaceAfter=No" in line.rstrip("\n").rpartition("\t")[2]:
                space = False
            elif line[0].isdigit():
                space = True
            elif line == "\n" and not space:
                text = text.removesuffix(" ")
    if spans:
        yield Paragraph(text.rstrip(), spans)

"""Follows the sentences of an old text into the new one. Pure and deterministic."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from service.texts.alignment.counterparts import Sequences, counterparts
from service.texts.alignment.sequences import in_order, out_of_order
from service.texts.alignment.similarity import Word, best_fit, features_of, words_of
from service.texts.alignment.verbatim import Words, edges_of, is_part
from service.texts.cutting import Cut

Range = tuple[int, int]

LONG_ENOUGH = range(20, 5_000)
"""Code points of words that, where they occur but once, are found again wherever they stand."""


class NewText:
    """The new text, and which of its sentences are spoken for."""

    def __init__(self, new: Cut) -> None:
        self.text = new.text
        self.spans = [(span.start, span.end) for span in new.claims]
        self.sentences = [new.text[start:end] for start, end in self.spans]
        self._ends = [end for _, end in self.spans]
        self._used: set[int] = set()
        self._read: dict[str, list[Word]] = {}

    def use(self, span: Range) -> None:
        """Give the sentences that a span touches to who stands there."""
        self._used.update(self._touched(span))

    def is_free(self, span: Range) -> bool:
        """Whether the sentences that a span touches are not given away."""
        return self._used.isdisjoint(self._touched(span))

    @property
    def used(self) -> set[int]:
        """The numbers of the sentences that are given away."""
        return self._used

    def sentence_at(self, span: Range) -> Range:
        """The first sentence that a span touches, else the span itself."""
        return next((self.spans[number] for number in self._touched(span)), span)

    def _touched(self, span: Range) -> range:
        first = last = bisect_right(self._ends, span[0])
        while last < len(self.spans) and self.spans[last][0] < span[1]:
            last += 1
        return range(first, last)

    # The words are read only when something is missing.

    @cached_property
    def _words(self) -> list[Word]:
        return words_of(self.text)

    @cached_property
    def _word_starts(self) -> list[int]:
        return [word.start for word in self._words]

    @cached_property
    def _by_text(self) -> dict[str, list[Range]]:
        places: dict[str, list[Range]] = defaultdict(list)
        for span, sentence in zip(self.spans, self.sentences, strict=True):
            places[sentence].append(span)
        return places

    @cached_property
    def _index(self) -> Words:
        return Words(self.text, self._words)

    def read(self, wording: str) -> list[Word]:
        """The words of an old wording, read once."""
        if wording not in self._read:
            self._read[wording] = words_of(wording)
        return self._read[wording]

    def words(self, span: Range) -> list[Word]:
        """The words of a span."""
        left, right = (bisect_left(self._word_starts, place) for place in span)
        return self._words[left:right]

    def find_sentence(self, wording: str) -> Range | None:
        """The first sentence with this wording that is not given away."""
        return next((s for s in self._by_text.get(wording, ()) if self.is_free(s)), None)

    def find(self, wording: str, near: int) -> list[Range]:
        """Where `wording` stands in the text, nearest first; not all places where it is often."""
        starts = self._index.find(wording, self.read(wording), near)
        return [(start, start + len(wording)) for start in starts]

    def find_anywhere(self, wording: str) -> Range | None:
        """Where `wording` stands if it is long and stands only once, where no one else does."""
        if len(wording) not in LONG_ENOUGH:
            return None
        found = self.find(wording, 0)
        return found[0] if len(found) == 1 and self.is_free(found[0]) else None


def follow(
    old_text: str, units: Sequence[Range], wordings: Mapping[Range, str], new: NewText
) -> dict[int, Range]:
    """Where each unit of the old text that is found stands in the new one, by its number.

    `wordings` are those of the claims that stand on a whole unit but were worded otherwise.
    """
    return _Following(old_text, units, wordings, new).find()


class _Following:
    def __init__(
        self, old_text: str, units: Sequence[Range], wordings: Mapping[Range, str], new: NewText
    ) -> None:
        self.old_text = old_text
        self.units = units
        self.texts = [old_text[start:end] for start, end in units]
        self.wordings = wordings
        self.new = new
        self.images: dict[int, Range] = {}
        self.pairs: dict[int, int] = {}
        self.taken: set[Range] = set()

    def find(self) -> dict[int, Range]:
        """Find all, the surest ones first."""
        if self.old_text == self.new.text:
            return dict(enumerate(self.units))
        kept = in_order(self.texts, self.new.sentences)
        self._pair(kept)
        if self._missing():
            self._find_in_place()
            moved = out_of_order(self.texts, self.new.sentences, self.pairs, self.new.used)
            self._pair(moved)
            self._find_anywhere()
            self._find_wordings()
            self._find_reworded(kept)
        return self.images

    def _missing(self) -> list[int]:
        return [number for number in range(len(self.units)) if number not in self.images]

    def _pair(self, pairs: Iterable[tuple[int, int]]) -> None:
        for number, sentence in pairs:
            self.pairs[number] = sentence
            self._stand(number, self.new.spans[sentence])

    def _stand(self, number: int, span: Range) -> None:
        self.images[number] = span
        self.taken.add(span)
        self.new.use(span)

    def _find_in_place(self) -> None:
        """Find what stands in the new text between the same neighbours, but is no sentence of it:
        parts of sentences, and sentences that are now cut otherwise."""
        free = {text for at, text in enumerate(self.new.sentences) if at not in self.new.used}
        following = len(self.new.text)
        limits: dict[int, int] = {}
        for number in reversed(range(len(self.units))):
            limits[number] = following
            following = self.images.get(number, (following,))[0]
        for number in self._missing():
            text = self.texts[number]
            if text in free:
                continue
            start = self.units[number][0]
            before = self.images.get(number - 1, (0, 0))[1]
            near = before + start - (self.units[number - 1][1] if number else 0)
            behind = limits[number]
            if number + 1 in self.images:
                places = [near, behind - (self.units[number + 1][0] - start)]
            else:
                places = [near]
            found = [(place, place + len(text)) for place in places if place >= 0]
            found += [
                span
                for span in self.new.find(text, near)
                if before <= span[0] and span[1] <= behind and self.new.is_free(span)
            ]
            for span in found:
                if self._stands_at(number, span):
                    self._stand(number, span)
                    break

    def _stands_at(self, number: int, span: Range) -> bool:
        return (
            self.new.text.startswith(self.texts[number], span[0])
            and edges_of(self.new.text, *span) == edges_of(self.old_text, *self.units[number])
            and span not in self.taken
        )

    def _find_anywhere(self) -> None:
        for number in self._missing():
            span = self.new.find_anywhere(self.texts[number])
            if span and self._stands_at(number, span):
                self._stand(number, span)

    def _find_wordings(self) -> None:
        """Find the sentences in which claims, changed before, have their own wording again."""
        for number in self._missing():
            wording = self.wordings.get(self.units[number])
            if wording and (span := self.new.find_sentence(wording)):
                self._pair([(number, bisect_left(self.new.spans, span))])

    def _find_reworded(self, kept: list[tuple[int, int]]) -> None:
        missing = self._missing()
        features = [features_of(self.new.words(span)) for span in self.new.spans]
        old = {number: features_of(self.new.read(self.texts[number])) for number in missing}
        known = Sequences(old, features, self.pairs, self.new.used, kept)
        whole, within = counterparts(known)
        parts = {
            number for number in missing if is_part(edges_of(self.old_text, *self.units[number]))
        }
        for number, sentence in whole.items():
            span = self.new.spans[sentence]
            self._stand(number, (number in parts and self._fit(number, span)) or span)
        for number, sentence in within.items():
            self._stand_if_free(number, self._fit(number, self.new.spans[sentence]))
        for number in sorted(parts):
            self._find_beside(number)

    def _find_beside(self, number: int) -> None:
        """Find a reworded part of a sentence in which the part before or behind it stands."""
        before, behind = self.images.get(number - 1), self.images.get(number + 1)
        for neighbour in (before, behind):
            if number not in self.images and neighbour:
                start, end = self.new.sentence_at(neighbour)
                start = max(start, before[1]) if before else start
                end = min(end, behind[0]) if behind else end
                if start < end:
                    self._stand_if_free(number, self._fit(number, (start, end)))

    def _stand_if_free(self, number: int, span: Range | None) -> None:
        if span and span not in self.taken:
            self._stand(number, span)

    def _fit(self, number: int, span: Range) -> Range | None:
        return best_fit(self.new.read(self.texts[number]), self.new.words(span))

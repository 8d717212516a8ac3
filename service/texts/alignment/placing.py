"""Places claims in a new text by where their sentences went. Pure and deterministic."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from service.texts.alignment.following import NewText, Range, follow
from service.texts.alignment.sequences import increasing
from service.texts.alignment.similarity import best_fit
from service.texts.alignment.units import units_of

Claim = tuple[int, str, Range]
"""Its id, its wording, and where it stands in the old text; an orphan at an empty span."""


class Placing:
    """Where the claims of an old text stand in a new one.

    `spans` has the claims that are found, by id; `covering` the spans that stand for sentences.
    """

    def __init__(self, old_text: str, claims: Sequence[Claim], new: NewText) -> None:
        self.spans: dict[int, Range] = {}
        self.covering: set[Range] = set()
        self._taken: set[Range] = set()
        self._old = old_text
        self._new = new
        standing = [claim for claim in claims if claim[2][0] < claim[2][1]]
        standing.sort(key=lambda claim: (claim[2][0], -claim[2][1], claim[0]))
        self._units = units_of(old_text, [span for _, _, span in standing], set(new.sentences))
        self._numbers = {unit: number for number, unit in enumerate(self._units)}
        wordings = {
            span: wording
            for _, wording, span in reversed(standing)
            if wording != old_text[slice(*span)]
        }
        self._images = follow(old_text, self._units, wordings, new)
        self._reach = list(accumulate((end for _, end in self._units), max))
        others = [claim for claim in standing if not self._place_unit(claim)]
        for claim_id, _, span in others:
            self._take(claim_id, self._place_other(span))
        for claim_id, wording, (start, end) in sorted(claims):
            if start == end:
                self._place_orphan(claim_id, wording)

    def _take(self, claim_id: int, span: Range | None) -> None:
        if span and span not in self._taken:
            self._taken.add(span)
            self.spans[claim_id] = span

    def _place_unit(self, claim: Claim) -> bool:
        """Place a claim that is a unit, the first on its span."""
        claim_id, _, span = claim
        number = self._numbers.pop(span, None)
        if number is None:
            return False
        image = self._images.get(number)
        self._take(claim_id, image)
        if image:
            self.covering.add(image)
        return True

    def _place_other(self, span: Range) -> Range | None:
        """The place of a claim within a unit or over several."""
        text = self._old[slice(*span)]
        first = last = bisect_right(self._reach, span[0])
        while last < len(self._units) and self._units[last][0] < span[1]:
            last += 1
        images = [
            (self._units[at], self._images[at]) for at in range(first, last) if at in self._images
        ]
        for unit, image in images:
            start = image[0] + span[0] - unit[0]
            is_kept = self._old[slice(*unit)] == self._new.text[slice(*image)]
            if is_kept and start >= 0 and self._new.text.startswith(text, start):
                return self._covering((start, start + len(text)), over=_lies_in(unit, span))
        if first + 1 == last and images and _lies_in(span, self._units[first]):
            return self._within(span, *images[0])
        if found := self._new.find_anywhere(text):
            return found
        return self._over(span, images)

    def _within(self, span: Range, unit: Range, image: Range) -> Range | None:
        """The place of a part of a sentence that was reworded."""
        text = self._old[slice(*span)]
        sentence = self._new.text[slice(*image)]
        if text in sentence:
            at = -1
            for _ in range(1 + self._old.count(text, unit[0], span[0])):
                after = sentence.find(text, at + 1)
                at = after if after >= 0 else at
            return image[0] + at, image[0] + at + len(text)
        return best_fit(self._new.read(text), self._new.words(image))

    def _over(self, span: Range, images: list[tuple[Range, Range]]) -> Range | None:
        """The place of a claim over several sentences, of which half are still together."""
        order = increasing([image for _, image in images])
        inside = [images[at] for at in order if _lies_in(images[at][0], span)]
        whole = sum(end - start for start, end in (unit for unit, _ in inside))
        if not inside or 2 * whole < span[1] - span[0]:
            return None
        result = inside[0][1][0], inside[-1][1][1]
        between = sum(end - start for _, (start, end) in inside)
        if 2 * between < result[1] - result[0]:
            return None
        return self._covering(result, over=True)

    def _covering(self, span: Range, *, over: bool) -> Range:
        """The span, noted as standing for the sentences that it lies over."""
        if over:
            self.covering.add(span)
        return span

    def _place_orphan(self, claim_id: int, wording: str) -> None:
        """Find an orphan of an earlier text again: a sentence, or words that stand but once."""
        span = self._new.find_sentence(wording) or self._new.find_anywhere(wording)
        if span and span not in self._taken:
            self._take(claim_id, span)
            self._new.use(span)
            self.covering.add(span)


def _lies_in(inner: Range, outer: Range) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]

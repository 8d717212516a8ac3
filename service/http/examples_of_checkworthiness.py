"""Examples of scoring sentences."""

from typing import Any

from service.http.examples_of_texts import SENTENCE

EXAMPLES_OF_CHECKWORTHINESS: dict[str, Any] = {
    "Sentences": {"sentences": [SENTENCE, "Thank you all for coming."]},
    "Scores": {
        "results": [
            {
                "text": SENTENCE,
                "score": 0.9863,
                "reasons": ["gives a figure", "about an amount of money", "about the past"],
            },
            {
                "text": "Thank you all for coming.",
                "score": 0.0198,
                "reasons": ["a courtesy", "short", "speaks to somebody"],
            },
        ]
    },
}

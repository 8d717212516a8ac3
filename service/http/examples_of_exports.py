"""Examples of exported files, by their media type."""

from typing import Any

from service.http.examples_of_texts import SENTENCE, URL

_CLAIM_PAGE = "https://desk.example.org/claims/2"

EXAMPLES_OF_FILES: dict[str, Any] = {
    "text/csv": f'id,document_id,text,status\r\n2,1,"{SENTENCE}",published\r\n',
    "application/x-ndjson": f'{{"url":"{_CLAIM_PAGE}","claim":"{SENTENCE}"}}\n',
    "application/json": [
        {
            "claim": SENTENCE,
            "label": "Supported",
            "justification": "The ledger of 2024 has 8.9 million pounds.",
            "claim_date": "20-11-2026",
            "speaker": "City Council",
            "original_claim_url": URL,
            "fact_checking_article": _CLAIM_PAGE,
            "questions": [
                {
                    "question": "What supports the claim?",
                    "answers": [
                        {
                            "answer": "Buses: 8,912,400",
                            "answer_type": "Extractive",
                            "source_url": "https://council.example.org/ledger-2024.pdf",
                            "source_medium": "PDF",
                        }
                    ],
                }
            ],
        }
    ],
    "application/ld+json": {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "dataFeedElement": [],
    },
}

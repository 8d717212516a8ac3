"""What publishers put into their pages: a fact-check's card, by oEmbed too, and marked articles."""

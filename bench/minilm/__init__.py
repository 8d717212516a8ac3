"""all-MiniLM-L6-v2 in numpy: enough of a language model to try sentence embeddings with.

Reimers and Gurevych 2019 (Sentence-BERT) on Wang et al. 2020 (MiniLM). For tests by hand and for
benchmarks; a desk uses a real server, such as Ollama.
"""

"""Google's Fact Check Tools API, v1alpha1, as far as it reads: its clients work here unchanged."""

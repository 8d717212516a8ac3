"""Sources: the web pages and works that assessments cite."""

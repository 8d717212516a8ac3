"""The workbench: an article with its claims, and beside it the claim that is worked on."""

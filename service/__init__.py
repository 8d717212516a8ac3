"""Claimdesk, a fact-check and annotation service. Start reading at app.py."""

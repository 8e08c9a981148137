"""Lessons as notebooks: converting them, running them, judging their outputs, keeping the ledger."""

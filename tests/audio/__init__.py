"""Proofs of ``audio``."""

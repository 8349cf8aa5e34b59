"""Elshi: a sourced, dated record of foreign relations from Kazakh, Russian and English text."""

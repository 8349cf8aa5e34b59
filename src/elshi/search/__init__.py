"""Search in any language: what a passage is found by, and what a question asks for.

The record keeps tokens and knows no language; this room makes them, for passages (`tokens`) and for questions
(`reading`), and marks in an answer the words that were asked for (`marking`).
"""

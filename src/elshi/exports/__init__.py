"""The record in the formats of the field (not built yet)."""

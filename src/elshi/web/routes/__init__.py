"""Addresses of the pages: reading, deciding, and what pages need besides."""

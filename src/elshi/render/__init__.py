"""Views on paper: HTML, Markdown, CSV, in the reader's language."""

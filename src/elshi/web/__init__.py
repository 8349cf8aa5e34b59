"""Pages and an HTTP API over the record, served from this machine, and the same pages as plain files.

`app.create_app` is the table of contents. Nothing here changes the record but `writing` (decisions, uploads),
and that only for who has the token.
"""

"""Pages and an HTTP interface over the views (not built yet)."""

"""Archives that outgrow one machine: the same functions on Apache Spark (not built yet)."""

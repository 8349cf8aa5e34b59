"""Archives too large for one machine: the same reading, extraction and grouping as a job of Apache Spark.

`job` plans the work and writes the tables, `reading` runs where the files are read, `grouping` finds the events,
`rows` says what the tables hold, and `loading` brings a result into a record. Only `loading` and `rows` work
without Spark (extra `parquet`); the rest needs the extra `spark`, a Java runtime, and Elshi on every worker.
"""

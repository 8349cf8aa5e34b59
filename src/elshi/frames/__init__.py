"""What happened: one folder a fact type with its rule files, and the engine beside them."""

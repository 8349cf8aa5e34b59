"""`python -m elshi`: the command line, where the folder of installed commands is not on the path."""

from __future__ import annotations

from elshi.cli import main

if __name__ == "__main__":
    main()

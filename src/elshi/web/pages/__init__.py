"""The pages, one module each: a dataclass that its template gets, and the function that makes it."""

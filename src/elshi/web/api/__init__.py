"""The HTTP API: what programs may ask and, with the token, write."""

"""``/api/v1``: the use cases for programs."""

"""The operations of the QDash API: one module an area, endpoint declarations and nothing else.

`AREAS` is the index of them, so that a program imports the areas that it uses. stubs/generate.py writes it.
"""

AREAS: dict[str, str]

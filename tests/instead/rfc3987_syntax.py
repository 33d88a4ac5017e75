"""Stands before the package of this name, which jsonschema tries and does without: its parsers take a second to build, in
every program of the tests that reads a notebook."""

raise ImportError("not needed in tests")

"""The settings of a client, their checks, and the profile file."""

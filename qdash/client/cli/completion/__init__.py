"""The command ``completion``, and the answers to the shells."""

"""The calibration agent: steps and campaigns inside the bounds of an agent session, and the command ``qdash-agent``.

`records` holds what goes in and comes out. `state` and `campaign` decide what to do next, without doing it; what they
decide is in `instructions`. `driver` does it with a client for the classes in `runner`, and `journal` records it in a
file.
"""

"""The calibration agent: steps and campaigns inside the bounds of an agent session, and the command ``qdash-agent``.

`records` holds what goes in and comes out, `state` and `campaign` decide what to do next without doing it, `runner`
does it with a client, and `journal` remembers it in a file.
"""

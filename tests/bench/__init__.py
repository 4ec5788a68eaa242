"""The client against its alternatives, in time and memory: ``python3 noxfile.py -s bench``.

The session writes a table and the same as JSON to `.nox/bench`. It measures and is no test; what must hold are the
`bars`. `contender` has what is compared, `payloads` what is decoded, `server` what answers, and `__main__` runs it all.
"""

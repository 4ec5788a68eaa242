"""Rows in, text out: tables, CSV, Markdown, JSON, OpenMetrics and pictures.

A row is a dict that JSON can hold: str, int, float, bool, None, list and dict, with times as ISO 8601 text in UTC.
Nothing here calls QDash, reads or writes files, or reads the environment, the clock or the terminal. Where no time zone
is given, times are shown in that of the system.
"""

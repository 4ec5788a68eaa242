"""The parser of event streams against the algorithm of the WHATWG HTML standard, read independently below."""

from __future__ import annotations

import itertools
import tracemalloc
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qdash.client.call import events as module
from qdash.client.call.events import EventParser

Events = list[tuple[str, str]]

NO_LINE_ENDS = "a\x85b\u2028c\x0bd\x0ce\x1cf"
# stream, events
PARSED: dict[str, tuple[bytes, Events]] = {
    "nothing": (b"", []),
    "one": (b"event: a\ndata: 1\n\n", [("a", "1")]),
    "two": (b"event: a\ndata: 1\n\nevent: b\ndata: 2\n\n", [("a", "1"), ("b", "2")]),
    "without a type": (b"data: 1\n\n", [("message", "1")]),
    "type does not stay": (b"event: a\ndata: 1\n\ndata: 2\n\n", [("a", "1"), ("message", "2")]),
    "type without data does not stay": (b"event: a\n\ndata: 2\n\n", [("message", "2")]),
    "empty type": (b"event:\ndata: 1\n\n", [("message", "1")]),
    "last type counts": (b"event: a\nevent: b\ndata: 1\n\n", [("b", "1")]),
    "empty type after another": (b"event: a\nevent\ndata: 1\n\n", [("message", "1")]),
    "type after data": (b"data: 1\nevent: a\n\n", [("a", "1")]),
    "one space is removed from a type": (b"event:  a \ndata: 1\n\n", [(" a ", "1")]),
    "CR": (b"event: a\rdata: 1\r\rdata: 2\r\r", [("a", "1"), ("message", "2")]),
    "CRLF": (b"event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n", [("a", "1"), ("message", "2")]),
    "CR, then CRLF": (b"data: 1\r\r\ndata: 2\r\n\r", [("message", "1"), ("message", "2")]),
    "CRLF, then LF": (b"data: 1\r\n\ndata: 2\n\r\n", [("message", "1"), ("message", "2")]),
    "LF, then CR": (b"data: 1\n\rdata: 2\n\r", [("message", "1"), ("message", "2")]),
    "mixed line ends": (b"event: a\rdata: 1\n\r\ndata: 2\r\n\n", [("a", "1"), ("message", "2")]),
    "CR at the end": (b"data: x\r\r", [("message", "x")]),
    "CR, LF after the event": (b"data: x\r\r\n", [("message", "x")]),
    "comments": (b": hello\n\nevent: a\n:\ndata: 1\n: x\n\n:\n\n", [("a", "1")]),
    "heartbeats only": (b":\n\n:\n\n:\n\n", []),
    "comment with a field in it": (b":data: 1\n\n", []),
    "lines of data": (b"data: 1\ndata: 2\n\n", [("message", "1\n2")]),
    "no space": (b"event:a\ndata:1\n\n", [("a", "1")]),
    "one space is removed from data": (b"data:  1 \n\n", [("message", " 1 ")]),
    "tab is kept": (b"data:\t1\n\n", [("message", "\t1")]),
    "colons in data": (b"data: a:b: c\n\n", [("message", "a:b: c")]),
    "BOM": (b"\xef\xbb\xbfdata: 1\n\n", [("message", "1")]),
    "two BOMs": (b"\xef\xbb\xbf\xef\xbb\xbfdata: 1\n\ndata: 2\n\n", [("message", "2")]),
    "later BOM": (b"data: 1\n\n\xef\xbb\xbfdata: 2\n\n", [("message", "1")]),
    "half a BOM": (b"\xef\xbbdata: 1\n\ndata: 2\n\n", [("message", "2")]),
    "unknown fields": (b"id: 5\nretry: 10\nfoo: bar\nbaz\ndata: 1\n\n", [("message", "1")]),
    "field names have a case": (b"Data: 1\nDATA: 2\n\n", []),
    "space before the name": (b" data: 1\n\n", []),
    "space after the name": (b"data : 1\n\n", []),
    "longer name": (b"data2: 1\nevents: a\n\n", []),
    "type without data": (b"event: a\n\n", []),
    "empty data": (b"data\n\n", [("message", "")]),
    "empty data with a colon": (b"data:\n\ndata: \n\n", [("message", ""), ("message", "")]),
    "two empty lines of data": (b"data\ndata\n\n", [("message", "\n")]),
    "empty line of data at the end": (b"data: 1\ndata\n\n", [("message", "1\n")]),
    "event cut by the end": (b"data: 1\n\ndata: 2\n", [("message", "1")]),
    "line cut by the end": (b"data: 1\n\ndata: 2", [("message", "1")]),
    "characters": ("event: a\ndata: é 量子 🧊\n\n".encode(), [("a", "é 量子 🧊")]),
    "other separators end no line": (f"data: {NO_LINE_ENDS}\n\n".encode(), [("message", NO_LINE_ENDS)]),
    "not UTF-8": (b"data: a\xffb\n\n", [("message", "a\ufffdb")]),
    "character cut by a line end": (b"data: \xe9\x87\n\n", [("message", "\ufffd")]),
    "surrogate": (b"data: \xed\xa0\x80\n\n", [("message", "\ufffd\ufffd\ufffd")]),
    "NUL": (b"data: a\0b\n\n", [("message", "a\0b")]),
    "many empty lines": (b"\n\n\n\ndata: 1\n\n\n\n\n", [("message", "1")]),
}  # fmt: skip


def parsed(chunks: Iterable[bytes]) -> Events:
    parser = EventParser()
    return [event for part in chunks for event in parser.feed(part)]


def standard(stream: bytes) -> Events:
    """Follow the standard to the letter, a character at a time.

    The names are those of "Parsing an event stream" and "Interpreting an event stream".
    """
    text = stream.decode("utf-8", "replace")
    if text[:1] == "\ufeff":
        text = text[1:]
    events = []
    data_buffer = event_type_buffer = line = ""
    position = 0
    while position < len(text):
        character = text[position]
        position += 1
        if character not in "\r\n":
            line += character
            continue
        if character == "\r" and text[position : position + 1] == "\n":
            position += 1
        if line == "":  # dispatch the event
            if data_buffer != "":
                assert data_buffer[-1] == "\n"
                events.append((event_type_buffer if event_type_buffer != "" else "message", data_buffer[:-1]))
            data_buffer = event_type_buffer = ""
        elif line[0] != ":":
            field, value = line, ""
            for place in range(len(line)):
                if line[place] == ":":
                    field, value = line[:place], line[place + 1 :]
                    if value != "" and value[0] == " ":
                        value = value[1:]
                    break
            if field == "event":
                event_type_buffer = value
            elif field == "data":
                data_buffer += value + "\n"
        line = ""
    return events  # what is pending at the end of the stream is discarded


def cut_everywhere(stream: bytes) -> Iterator[list[bytes]]:
    """Yield the stream cut once, at each place."""
    for cut in range(len(stream) + 1):
        yield [stream[:cut], stream[cut:]]


def check(stream: bytes) -> None:
    """Compare the parser with the standard: the whole stream, cut once at each place, and byte by byte.

    After each byte, the parser has given what the standard gives for the bytes until then: it waits for nothing more.
    """
    events = standard(stream)
    assert parsed([stream]) == events
    for pieces in cut_everywhere(stream):
        assert parsed(pieces) == events, pieces
    parser, got = EventParser(), []
    for size in range(len(stream)):
        got += parser.feed(stream[size : size + 1])
        assert got == standard(stream[: size + 1])


@pytest.mark.parametrize("case", PARSED)
def test_stream_is_parsed(case: str) -> None:
    stream, events = PARSED[case]
    assert parsed([stream]) == events
    assert standard(stream) == events


@pytest.mark.parametrize("case", PARSED)
def test_parser_follows_the_standard(case: str) -> None:
    check(PARSED[case][0])


@pytest.mark.parametrize("case", PARSED)
def test_two_cuts_and_an_empty_chunk_make_no_difference(case: str) -> None:
    stream, events = PARSED[case]
    for first, second in itertools.combinations(range(0, len(stream), 3), 2):
        assert parsed([stream[:first], b"", stream[first:second], stream[second:]]) == events


# What streams are made of, so that each rule of the standard is met often.
TOKENS = [
    *(b"data", b"event", b"id", b"retry", b"x", b":", b": ", b" ", b"data:", b"event: ", b"1", b"\0", b"\t"),
    *(b"\n", b"\r", b"\r\n", b"\n\n", b"\r\r", b"\r\n\r\n", b"\xef\xbb\xbf", "é量🧊\x85\u2028".encode()),
    *(b"\xff", b"\xe9", b"\xef", b"\xbb", b"\xbf", b"\xed", b"\xa0", b"\xf0\x9f"),
]
fixed = settings(derandomize=True, deadline=None, database=None, max_examples=200)


@fixed
@given(st.lists(st.sampled_from(TOKENS), max_size=25).map(b"".join))
@example(b"data\r\n\rdata\n\r\n")
def test_parser_follows_the_standard_with_any_mixture(stream: bytes) -> None:
    check(stream)


@fixed
@given(st.lists(st.sampled_from(TOKENS), min_size=4, max_size=40), st.data())
def test_parser_follows_the_standard_however_it_is_cut(tokens: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(tokens)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=10)))
    pieces = [stream[start:stop] for start, stop in itertools.pairwise([0, *cuts, len(stream)])]
    assert parsed(pieces) == standard(stream)


@fixed
@given(st.binary(max_size=40))
def test_parser_follows_the_standard_with_any_bytes(stream: bytes) -> None:
    check(stream)


# --- limits ----------------------------------------------------------------------------------------------------------

# stream, and what is too long in it, if anything; the limit is 20 characters
LIMITED: dict[str, tuple[bytes, str]] = {
    "longest line": (b"data: " + b"x" * 14 + b"\n\n", ""),
    "longer line": (b"data: " + b"x" * 15 + b"\n\n", "a line"),
    "longer line without an end": (b"data: " + b"x" * 15, "a line"),
    "longer comment": (b":" + b"x" * 20 + b"\n", "a line"),
    "characters are counted": (b"data: " + "量".encode() * 14 + b"\n\n", ""),
    "longest data": (b"data: 12345678\ndata: 1\ndata: 123456789\n\n", ""),
    "longer data": (b"data: 12345678\ndata: 12\ndata: 123456789\n\n", "an event"),
    "longer data without a blank line": (b"data: 12345678\ndata: 123456789012\n", "an event"),
    "empty lines of data": (b"data\n" * 21 + b"\n", ""),
    "too many empty lines of data": (b"data\n" * 22 + b"\n", "an event"),
    "events do not add up": (b"data: 12345678\n\n" * 9, ""),
    "comments do not add up": (b": x\n" * 99, ""),
    "comments do not add up to data": (b"data: 1\n" + b": x\n" * 99 + b"data: 2\n\n", ""),
    "ids and retry times do not add up": (b"id: 1\nretry: 2\r\n" * 99, ""),
    "types do not add up": (b"event: 1\r" * 99 + b"data: 1\r\r", ""),
    "blank lines do not add up": (b"\n\r\r\n" * 99, ""),
}


@pytest.mark.parametrize("case", LIMITED)
def test_limit_is_for_a_line_and_for_the_data_of_an_event(monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    monkeypatch.setattr(module, "_MAX_SIZE", 20)
    stream, problem = LIMITED[case]
    byte_by_byte = [stream[place : place + 1] for place in range(len(stream))]
    for pieces in [[stream], byte_by_byte, *cut_everywhere(stream)]:
        if problem:
            with pytest.raises(ValueError, match=f"^{problem} of more than 20 characters$"):
                parsed(pieces)
        else:
            assert parsed(pieces) == standard(stream)


def test_events_before_what_is_too_long_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_SIZE", 20)
    events = EventParser().feed(b"data: 1\n\ndata: 2\n\n" + b"x" * 21)
    assert [next(events), next(events)] == [("message", "1"), ("message", "2")]
    with pytest.raises(ValueError, match="a line of more than 20 characters"):
        next(events)


def test_limit_is_64_mebi_characters() -> None:
    parser, mebi = EventParser(), b"x" * 2**20
    for _ in range(64):
        assert list(parser.feed(mebi)) == []
    with pytest.raises(ValueError, match=f"a line of more than {64 * 2**20} characters"):
        list(parser.feed(b"x"))


@pytest.mark.parametrize("begin", [b"data: ", b"data: 1\r\ndata: "], ids=["first line", "later line"])
def test_long_line_is_joined_once(begin: bytes) -> None:
    """A line of n pieces takes time in proportion to n: no piece makes the parser copy those before it."""
    piece, count = b"x" * 2**16, 128
    parser = EventParser()
    tracemalloc.start()
    try:
        assert list(parser.feed(begin)) == []
        for _ in range(count):
            before, _ = tracemalloc.get_traced_memory()
            tracemalloc.reset_peak()
            assert list(parser.feed(piece)) == []
            assert tracemalloc.get_traced_memory()[1] - before < 8 * len(piece)
    finally:
        tracemalloc.stop()
    ((_, data),) = parser.feed(b"\r\r")
    assert len(data.rpartition("\n")[2]) == count * len(piece)


def test_lines_of_data_are_joined_once() -> None:
    line, count = b"data: " + b"x" * 2**16 + b"\n", 128
    parser = EventParser()
    tracemalloc.start()
    try:
        for _ in range(count):
            before, _ = tracemalloc.get_traced_memory()
            tracemalloc.reset_peak()
            assert list(parser.feed(line)) == []
            assert tracemalloc.get_traced_memory()[1] - before < 8 * len(line)
    finally:
        tracemalloc.stop()
    ((_, data),) = parser.feed(b"\n")
    assert len(data) == count * (2**16 + 1) - 1

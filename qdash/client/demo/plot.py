"""A minimal plot: a curve as a PNG, as a Plotly figure, and as a table."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from .data import Run

_WIDTH, _HEIGHT, _MARGIN = 320, 200, 20
_COLORS = bytes((255, 255, 255, 60, 60, 60, 31, 119, 180, 255, 127, 14))  # paper, axes, points, curve
_AXES, _POINT, _CURVE = 1, 2, 3


@dataclass(frozen=True)
class Plot:
    """Measured points and their fitted curve."""

    title: str
    x_title: str
    x: Sequence[float]
    y: Sequence[float]
    fit: Sequence[float]

    def as_png(self) -> bytes:
        """Return the plot as a PNG."""
        pixels = [bytearray(_WIDTH) for _ in range(_HEIGHT)]
        for column in range(_MARGIN, _WIDTH - _MARGIN):
            pixels[_HEIGHT - _MARGIN][column] = _AXES
        for row in range(_MARGIN, _HEIGHT - _MARGIN):
            pixels[row][_MARGIN] = _AXES
        for values, color, size in ((self.y, _POINT, 4), (self.fit, _CURVE, 2)):
            for column, row in zip(self._across(), self._down(values), strict=True):
                for line in pixels[row - size // 2 : row + size - size // 2]:
                    line[column - size // 2 : column + size - size // 2] = bytes([color]) * size
        return _png(pixels)

    def as_plotly(self) -> bytes:
        """Return the JSON of a Plotly figure."""
        x = list(self.x)
        traces = [
            {"type": "scatter", "mode": "markers", "name": "data", "x": x, "y": list(self.y)},
            {"type": "scatter", "mode": "lines", "name": "fit", "x": x, "y": list(self.fit)},
        ]
        layout = {"title": {"text": self.title}, "xaxis": {"title": {"text": self.x_title}}}
        return json.dumps({"data": traces, "layout": layout}, ensure_ascii=False).encode()

    def as_csv(self) -> bytes:
        """Return the points as a table."""
        return "".join(["x,y\n", *(f"{x},{y}\n" for x, y in zip(self.x, self.y, strict=True))]).encode()

    def _across(self) -> list[int]:
        low, high = min(self.x), max(self.x)
        return [round(_MARGIN + 6 + (x - low) / (high - low) * (_WIDTH - 2 * _MARGIN - 12)) for x in self.x]

    def _down(self, values: Iterable[float]) -> list[int]:
        return [
            round(_HEIGHT - _MARGIN - 6 - min(max(y, 0.0), 1.1) / 1.1 * (_HEIGHT - 2 * _MARGIN - 6)) for y in values
        ]


def plot_of(run: Run) -> Plot:
    """Return the plot of the first value of a run; without a value it shows noise."""
    draw = Random(run.task_id)
    parameter, value = run.task.parameters[0], run.values[0]
    count = 80
    if value is None:
        x_title, x, fit = "", [float(number) for number in range(count)], [0.5] * count
    elif parameter.unit == "GHz":
        x_title = "frequency (GHz)"
        x = [value + (number - count / 2) * 2e-4 for number in range(count)]
        fit = [1 / (1 + ((each - value) / 1e-3) ** 2) for each in x]
    elif parameter.unit:
        x_title = f"time ({parameter.unit})"
        x = [4 * value * number / count for number in range(count)]
        fit = [math.exp(-each / value) for each in x]
    else:
        x_title = "number of gates"
        x = [float(16 * number) for number in range(count)]
        fit = [0.5 + 0.5 * (2 * value - 1) ** each for each in x]
    y = [round(each + draw.gauss(0, 0.02), 6) for each in fit]
    return Plot(f"{run.task.name} {run.target_id}", x_title, x, y, fit)


def _png(pixels: Sequence[bytearray]) -> bytes:
    from zlib import compress, crc32

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)  # 8 bits a pixel, colours from a palette
    lines = b"".join(b"\0" + line for line in pixels)
    chunks = [(b"IHDR", header), (b"PLTE", _COLORS), (b"IDAT", compress(lines)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)

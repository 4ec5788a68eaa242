"""Where the files of task results are said to be. They are made when they are asked for."""

from .data import Run

def picture_path(run: Run) -> str:
    """Return the path of the figure of a run as a picture."""

def json_figure_path(run: Run) -> str:
    """Return the path of the figure of a run for Plotly."""

def raw_data_path(run: Run) -> str:
    """Return the path of what was measured in a run."""

def read_path(path: str) -> tuple[str, str, str, str] | None:
    """Return the execution, the target, the task and the suffix in such a path; None for any other."""

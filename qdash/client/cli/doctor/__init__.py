"""The command ``doctor``: the steps between here and QDash."""

"""The way of a call: from the arguments of a method to its result."""

"""The settings of a client: what may be set, what each value may be, and the file that keeps them."""

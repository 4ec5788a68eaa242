"""What writes the stubs, in steps from a piece of syntax to a whole module; ../generate.py is what to run."""

"""The commands for the whole API: ``call``, ``api``, ``operations`` and ``schema``."""

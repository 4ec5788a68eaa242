"""The command line ``qdash-client``, one module for each group of commands. Nothing else imports it."""

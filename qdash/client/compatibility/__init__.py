"""The comparison of the operations with the API document of a deployment."""

"""The operations of the QDash API: one module an area, endpoint declarations and nothing else."""

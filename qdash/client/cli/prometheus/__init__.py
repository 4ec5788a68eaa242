"""The gauges for Prometheus, and the command ``exporter``."""

"""cxtext mines what customers write."""

__version__ = "0.1.0"

"""From a raw comment to clean, masked mentions."""

"""What customers write about and who owns it: the taxonomy, and how mentions are linked to it."""

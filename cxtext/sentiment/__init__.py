"""How a customer feels about what a mention names, and why the scorer thinks so."""

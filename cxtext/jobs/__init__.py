"""The pipeline run over whole inputs, from file to file."""

"""The thin shell: files, weights, clock, terminal and Prefect around the pure core in `nlp`."""

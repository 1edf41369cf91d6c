"""A stage cut into parts that are done side by side: here, by processes, or by a Dask cluster.

A part is a file, called by what is in it and by what is asked of it; its result is one too. So a
finished part is never done again, whoever did it, and a worker that dies costs the part in its
hands. Jobs are a few words each: neither tables nor engines travel, and nothing is pickled but,
by Dask, the name of a function.
"""

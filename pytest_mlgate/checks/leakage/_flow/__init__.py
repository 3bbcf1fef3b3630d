"""Where rows of data go in a Python file, without running it.

The file is interpreted abstractly, once and in order: names are bound to :class:`~.values.Value`,
which says of which rows a value consists, by which splits they were divided, and what was
learned from which rows on the way.  Functions and methods of the file are followed into at
every call, within a budget that grows linearly with the file.
"""

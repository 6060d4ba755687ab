"""Judges tables of findings with the program `remedy-policy`, on the executors of a Spark cluster."""

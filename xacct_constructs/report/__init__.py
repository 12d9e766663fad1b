"""Report: the only place that words and draws results, for people and for programs; one module for each command's.

Nothing is imported here: a command loads what words its own result, and not what words those of the others.
"""

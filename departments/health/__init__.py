"""数据体检: checks of what the roster holds, one small module per group of checks."""

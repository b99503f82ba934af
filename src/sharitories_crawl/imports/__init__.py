"""Lists that the user brings: the bytes of a file become rows, and each row a record, or the reason why not."""

"""How well the program reads and joins, measured on labelled pages and pairs."""

"""How good the judgement is: labelled pages and pairs against what the program says of them."""

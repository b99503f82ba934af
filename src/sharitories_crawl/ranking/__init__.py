"""The order of the queue, learned from verdicts: which candidates a person will likely accept."""

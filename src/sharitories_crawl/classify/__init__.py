"""What sort of initiative a piece of evidence describes, if any, and why."""

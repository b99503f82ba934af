"""Which mentions of one town speak of the same initiative, and what they say of it together."""

"""The pages on which people decide: each module is one page or a part that several share."""

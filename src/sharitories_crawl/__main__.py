"""`python -m sharitories_crawl` is `sharitories`."""

from sharitories_crawl.cli import main

main()

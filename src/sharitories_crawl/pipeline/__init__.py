"""The crawl: questions to sources, answers to leads, leads to pages, pages to mentions, mentions to initiatives."""

"""The weekly review: what was planned, what was done, what changes next week and why.

`review` makes it from frames, `page` puts it into words in a reader's order, `text` and `markdown` set the page.
"""

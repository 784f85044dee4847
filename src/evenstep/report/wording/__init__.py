"""Every sentence the report can say, and nothing else: the one place a translator needs."""

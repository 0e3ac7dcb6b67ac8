"""The speed of our index and of its peers: same terms, same machine, same run.

Only ratios within one run say anything: times differ between machines and between hours.

Nothing is imported here: what measures how an engine starts is within this package too.
"""

ENGINE_PARTS = ("queries", "build", "memory", "open", "add", "threads", "lag")
PRODUCT = "product"
PARTS = (*ENGINE_PARTS, PRODUCT)
"""What a run consists of."""

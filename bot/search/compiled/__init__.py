"""The k best paragraphs without scoring most of them, compiled by numba (the extra ``fast``).

The result is that of scoring every document in float64, to the last bit and in the same order; see
bot.search.part for the plain way. The documents lie in blocks of a few neighbours.

1. *Begin with a threshold.* The k-th greatest impact of a term, ``f (k1 + 1) / (f + length norm)``,
   times its weight is reached by k documents, so nothing below it can be among the k best.
2. *Bound the blocks.* The greatest impact of a term in a block [1], rounded up to one byte, was
   saved for terms with many postings, one row a term; for the others it is read off their
   postings. Weighted by idf and added up over the query's terms these bound every document of a
   block. Only blocks bounded above the threshold are kept.
3. *Choose the best blocks first*, a few, then four times as many, and so on: each round raises the
   threshold for the next, and what falls below it is dropped.
4. *Score them with bounds.* Terms are added to a batch of blocks one after the other, the weightiest
   first, by the bytes saved for each posting. As soon as what the rest can add at most does not
   lift any document of a block over the threshold, the block is left: MaxScore [2], with the bounds
   of this very block. Where a block's postings begin is guessed from marks and walked to, or found
   by galloping [3], for all blocks of a batch at a time, so that the processor fetches many places
   at once.
5. *Score exactly.* Bounds lean to the safe side. A document that may be among the best gets its
   score anew, in float64 and in the order of the terms, before it competes.

With a filter, step 1 holds no longer: documents that reach a term's k-th impact may not be allowed.
Its threshold, for more documents in proportion to what the filter lets through, then only says
where to look first; what lies below it is looked at where fewer than k were found.

The function is BM25: Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009.
[1] Ding, Suel: Faster Top-k Document Retrieval Using Block-Max Indexes, SIGIR 2011.
[2] Turtle, Flood: Query Evaluation: Strategies and Optimizations, 1995.
[3] Bentley, Yao: An Almost Optimal Algorithm for Unbounded Searching, 1976.
"""

"""The k best paragraphs without scoring most of them, compiled by numba (the extra ``fast``).

The result is that of scoring every document in float64, to the last bit and in the same order; see
bot.search.part for the plain way. The documents lie in blocks of BLOCK neighbours.

1. *Bound the blocks.* A term's share of a score, its impact ``f (k1 + 1) / (f + length norm)``, has
   a greatest value in each block [1]. For terms with many postings those maxima were rounded up to
   one byte and saved, one row a term; for others, they are read off the postings. Weighted by idf
   and added up over the query's terms they bound the score of every document of a block.
2. *Begin with a threshold.* The k-th greatest impact of a term, times its weight, is reached by k
   documents, so nothing below it can be among the k best.
3. *Score the best blocks first.* A few blocks with the greatest bounds raise the threshold to near
   its final value.
4. *Score the other blocks whose bound is above it*, in the order of their numbers, so that a cursor
   into each posting list only moves forward, by galloping [2]. Within a block the terms are added
   one after the other, rare ones first, and as soon as what the rest can add at most does not lift
   any document of the block over the threshold, the block is left: MaxScore [3], with the bounds of
   this very block.
5. *Add up again, exactly.* Bounds and sums so far lean to the safe side. A document that may be
   among the best gets its score anew, in float64 and in the order of the terms, before it competes.

With a filter, step 2 holds no longer: documents that reach a term's k-th impact may not be allowed.
Its threshold then only says where to look for the best blocks first; where fewer than k allowed
documents come from there, step 3 is done again among all blocks that hold an allowed document.

The function is BM25: Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009.
[1] Ding, Suel: Faster Top-k Document Retrieval Using Block-Max Indexes, SIGIR 2011.
[2] Bentley, Yao: An Almost Optimal Algorithm for Unbounded Searching, 1976.
[3] Turtle, Flood: Query Evaluation: Strategies and Optimizations, 1995.
"""

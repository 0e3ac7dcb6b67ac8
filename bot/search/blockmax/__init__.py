"""The k best documents without scoring most of them, compiled by numba (the extra ``fast``).

The result is that of scoring every document in float64 [1], to the last bit and in the same order;
bot.search.part has the plain way. Documents lie in blocks of BLOCK neighbours.

1. *Begin with a threshold.* Of each term, the impacts with some ranks are saved. If ten documents
   are wanted, the tenth greatest impact of a term times its weight is reached by ten documents, and
   nothing below it can be among the ten best.
2. *Bound the blocks* [2]. A term adds to a document's score its weight times its impact, and within
   a block at most the greatest impact there. For terms with many postings these are saved, a byte a
   block; for the others they are read off the postings. Added up over the terms they bound every
   document of the block. Blocks that are bounded below the threshold are done with.
3. *Choose the best blocks* that are left, by bound, in rounds of growing size: the first few bring
   the threshold near its final value, so that most of the others never have their turn.
4. *Bound the documents* of the chosen blocks, by adding one term after the other, the weightiest
   first. What a term adds to a document replaces what it adds to the block at most, and once no
   document of the block can reach the threshold, the block is given up: MaxScore [3], a block at a
   time. Of a long posting list, only the few postings within chosen blocks are read.
5. *Score exactly.* All bounds are float32 and lean to the safe side. A document that may be among
   the best is scored in float64, term by term in ascending order, before it competes.

A filter spoils step 1: documents that reach a term's tenth impact may not be allowed. A rank deeper
by as much as the filter is strict then makes a threshold that is likely but not certain. What lies
below it is looked at in a second pass, unless enough was found above it. Blocks without an allowed
document are left out before they are chosen.

What takes the time is memory, not arithmetic: a posting list that was not asked for lately has left
the processor's caches. So the kernel knows early which places it will read, and asks for them.

Modules: layout, packing, prefetching (data) · bounds, inverting (when an index is made) · bounding
(steps 1, 2), filtering, choosing (3), scoring (4, 5), heap · searcher (what the index calls).

[1] Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
[2] Ding, Suel: Faster Top-k Document Retrieval Using Block-Max Indexes, SIGIR 2011. To bound all
    blocks first and take the best ones in turn: Dimopoulos, Nepomnyachiy, Suel: Optimizing Top-k
    Document Retrieval Strategies for Block-Max Indexes, WSDM 2013.
[3] Turtle, Flood: Query Evaluation: Strategies and Optimizations, 1995.
"""

"""PDF: what the pages print, put together again to paragraphs.

*Verbatim* means for a PDF: the words as they are printed, in the order they are read. A line end is
one blank. Undone is only what the page's make-up brought: hyphens at line ends
(bot.articles.readers.pdf.hyphens has the rule, and tells those of the word itself), running heads,
feet and page numbers, raised marks that point to notes, the bullets of lists, text that does not
stand upright and text that is not painted. Ligatures are spelt as letters (ﬁ: fi); other raised or
lowered figures are those of Unicode (10⁶). How much was undone is said in notes.

Text paints no order, no words and no paragraphs in a PDF, only glyphs at places. So:

    glyphs      where pdfminer puts each glyph
    lines       one a baseline; words by gaps (raised: small glyphs beside a line)
    margins     running heads and feet, and page numbers, go
    columns     lines in reading order, and the edges they keep to
    setting     size, leading and indents of the document
    apart       footnotes, tables, captions
    paragraphs  by leading, indents, short last lines, fonts
    hyphens     the words that line ends broke
    assemble    the text, its blocks, headings and title
    info        what the file's properties state
"""

from __future__ import annotations

from bot.articles.readers.extracted import Extracted
from bot.articles.readers.extras import extra
from bot.articles.reject import RejectionError


def read_pdf(data: bytes) -> Extracted:
    """Understand the bytes of a PDF. CreationDate is no date of publication and is not used.

    Raises RejectionError for a file that is broken, protected by a password, without text (a scan)
    or past one of the limits of bot.articles.readers.pdf.glyphs, and where pdfminer.six is missing.
    """
    with extra("pdf", "PDF"):
        from bot.articles.readers.pdf.assemble import extract
    try:
        return extract(data)
    except RejectionError:
        raise
    except RecursionError:
        raise RejectionError("The PDF is nested too deeply.") from None
    except MemoryError:
        raise RejectionError("The PDF needs too much memory.") from None
    except Exception as error:  # pdfminer raises what it likes on broken files
        raise RejectionError("The PDF is broken.", detail=repr(error)) from None

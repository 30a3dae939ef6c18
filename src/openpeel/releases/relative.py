"""Links from the site's root turned into links from the page, so that the site works anywhere.

A frozen site is opened from a folder or served under any path; neither knows a root.
"""

from __future__ import annotations

import re

# Only attributes that templates and charts write: text from outside has its quotes escaped.
_LINK = re.compile(r'(\s(?:href|src)=")/(?!/)([^"#]*)')


def relative_links(html: str, address: str) -> str:
    """The page at `address` with every link from the root made relative to it.

    >>> relative_links('<a href="/forces/kent/#chance">', "/measures/officers/")
    '<a href="../../forces/kent/index.html#chance">'
    >>> relative_links('<a href="/">', "/")
    '<a href="index.html">'
    """
    up = "../" * (address.count("/") - 1)

    def made(match: re.Match[str]) -> str:
        return f"{match[1]}{up}{file_of('/' + match[2])}"

    return _LINK.sub(made, html)


def file_of(address: str) -> str:
    """The file in which a page is frozen, from the site's folder.

    >>> file_of("/"), file_of("/forces/kent/"), file_of("/static/openpeel.css")
    ('index.html', 'forces/kent/index.html', 'static/openpeel.css')
    """
    inside = address.removeprefix("/")
    return f"{inside}index.html" if not inside or inside.endswith("/") else inside

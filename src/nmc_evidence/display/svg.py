"""Drawings as SVG: drawn without a script and without a network, made accessible, and whole by themselves.

A drawing is changed as the tree that it is, never as text: what the data say can then be neither a pattern nor markup.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

NAMESPACE = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
# Vega puts this host before a relative address
VEGA_BASE = "https://vega.github.io/vega-datasets/"


def draw(spec: dict[str, Any]) -> str:
    """Draw a Vega-Lite specification.

    Parameters
    ----------
    spec : dict
        The specification.

    Returns
    -------
    str
        The drawing, as Vega writes it.
    """
    import vl_convert  # not there in a browser's Python, where nothing has to be drawn beforehand

    return vl_convert.vegalite_to_svg(spec)


def accessible(svg: str, name: str, description: str, *, has_links: bool = True) -> str:
    """Let a drawing scale, name it for screen readers, and keep its ids apart from other drawings'.

    Parameters
    ----------
    svg : str
        A drawing, as `draw` returns it.
    name : str
        Name of the drawing, unique in the page: its ids begin with it.
    description : str
        What the drawing shows, in words.
    has_links : bool
        Whether its marks lead to claims, out of the keyboard's way: the table below a figure has the same links.

    Returns
    -------
    str
        An `svg` element for a page in HTML.

    Examples
    --------
    >>> from nmc_evidence.display import svg
    >>> drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><g id="a"/></svg>'
    >>> print(svg.accessible(drawing, "dots", "Two dots."))  # doctest: +NORMALIZE_WHITESPACE
    <svg xmlns="http://www.w3.org/2000/svg" class="nmc-svg" role="group" aria-label="Two dots."
    viewBox="0 0 20 10" style="max-width:20px"><g id="dots-a" /></svg>
    """
    root = _parsed(svg)
    width, height = root.get("width"), root.get("height")
    root.attrib = {
        "xmlns": NAMESPACE,
        "class": "nmc-svg",
        "role": "group",
        "aria-label": description,
        "viewBox": f"0 0 {width} {height}",
        "style": f"max-width:{width}px",
    }
    ids = {element.get("id") for element in root.iter()} - {None}
    references = {f"url(#{own})": f"url(#{name}-{own})" for own in ids}
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", f"{name}-{element.get('id')}")
        for key, value in element.items():
            if value in references:
                element.set(key, references[value])
        if XLINK in element.attrib:
            element.set("href", element.attrib.pop(XLINK).removeprefix(VEGA_BASE))
        if element.tag == "a":
            element.set("tabindex", "-1")
    if not has_links:
        _unlink(root)
    return ElementTree.tostring(root, encoding="unicode")


def standalone(svg: str) -> str:
    """Return a drawing as a picture by itself: with its size, and without links, which need a page.

    Parameters
    ----------
    svg : str
        A drawing, as `accessible` returns it.

    Returns
    -------
    str

    Examples
    --------
    >>> from nmc_evidence.display import svg
    >>> drawing = f'<svg xmlns="{svg.NAMESPACE}" class="nmc-svg" viewBox="0 0 20 10"><a href="#b"><g/></a></svg>'
    >>> svg.standalone(drawing)
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10"><g /></svg>'
    """
    root = _parsed(svg)
    _, _, width, height = root.get("viewBox", "").split()
    kept = {key: value for key, value in root.attrib.items() if key not in {"class", "style"}}
    root.attrib = {"xmlns": NAMESPACE} | kept | {"width": width, "height": height}
    _unlink(root)
    return ElementTree.tostring(root, encoding="unicode")


def _parsed(svg: str) -> ElementTree.Element:
    """Return a drawing as a tree whose elements have plain names, as in HTML."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    return root


def _unlink(root: ElementTree.Element) -> None:
    """Put what stands in links in their place."""
    for parent in list(root.iter()):
        for link in parent.findall("a"):
            place = list(parent).index(link)
            parent[place : place + 1] = list(link)

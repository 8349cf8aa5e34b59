"""Geometry of our own SVG charts; what is drawn also stands in a table or list on the same page."""

"""How each kind of chart becomes layers of marks, and how the SVG is finished."""

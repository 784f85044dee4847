"""Events in, small tables of numbers with intervals out."""

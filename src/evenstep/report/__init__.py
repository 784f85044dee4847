"""Tables of measures in, sentences, charts and pages out."""

"""Validation: any estimator of the loop over the invented worlds, with what came out and how sure that is."""

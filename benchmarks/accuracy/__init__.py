"""Accuracy of Recollect beside reference systems on public data sets."""

"""Keras networks and their layers. Imports Keras."""

"""Intent files as the application shows them."""

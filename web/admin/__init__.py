"""Frame of the admin pages: blueprint, forms, lists, base templates."""

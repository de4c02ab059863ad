"""Files of other programs, read with limits: folders, archives, JSON, YAML, tables."""

"""Model versions, deployments, archives, the live bot."""

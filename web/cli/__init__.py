"""Frame of the commands: errors, console, progress bar."""

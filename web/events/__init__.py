"""Events: what happens here, told to a program of the operator's by a signed webhook."""

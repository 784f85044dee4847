"""iMazing: tables of messages and calls that it writes from an iPhone or its backup."""

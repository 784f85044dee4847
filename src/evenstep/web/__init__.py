"""The private app on this computer: Django on loopback."""

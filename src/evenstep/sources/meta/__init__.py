"""Messenger's and Instagram's JSON: threads in parts, letters put right, the end-to-end encrypted archive joined."""

"""The loop: does each make the other do more of it?"""

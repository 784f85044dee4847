"""What a person can do, and when it is offered: pure rules over facts."""

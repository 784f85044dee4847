"""Questions a person answers about themselves, and the calm sentences that follow; never a type, never a score."""

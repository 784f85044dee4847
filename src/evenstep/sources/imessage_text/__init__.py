"""The text files that imessage-exporter writes: one a chat, in local time, replies printed twice."""

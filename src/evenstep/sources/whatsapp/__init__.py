"""WhatsApp chats: the shape of a phone's dates is learned from the file, never listed."""

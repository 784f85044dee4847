"""Discord: DiscordChatExporter's JSON; its other forms and the official package are refused with the reason."""

"""Telegram Desktop's JSON: one chat or a whole account, repaired where the app writes it wrongly."""

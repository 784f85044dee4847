"""Apple's Messages database (chat.db, sms.db): people, chats, messages, tapbacks."""

"""Teams and Skype: the personal export of a Microsoft account, messages.json."""

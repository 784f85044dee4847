"""KakaoTalk: the saved chat as a text from computers and phones, and the CSV of the desktop app."""

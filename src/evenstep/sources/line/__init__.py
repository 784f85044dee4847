"""LINE: the chat history that the app saves as a text, on phones and on computers."""

"""What Meta calls people whose account is gone: one name for all of them, so that each chat has its own."""

from __future__ import annotations

from typing import Final

GONE: Final = frozenset(
    {
        *("Facebook user", "Facebook User", "Facebook-Nutzer", "Facebook-Nutzer*in", "Utilisateur de Facebook"),
        *("Utilisateur Facebook", "Usuario de Facebook", "Utente di Facebook", "Usuário do Facebook"),
        *("Utilizador do Facebook", "Facebook-gebruiker", "Użytkownik Facebooka", "Facebook-användare"),
        *("Instagram User", "Instagram user", "Instagram-Nutzer", "Utilisateur d’Instagram", "Usuario de Instagram"),
        *("Utente di Instagram", "Usuário do Instagram", "Instagram-gebruiker"),
    }
)
BETWEEN: Final = "\0"


def key_in(name: str, chat: str) -> str:
    """The key of somebody in a chat: the name, and for one whose account is gone the chat too."""
    return f"{name}{BETWEEN}{chat}" if name in GONE else name


def name_of(key: str) -> str:
    """The name in a key."""
    name = key.partition(BETWEEN)[0]
    return name if name in GONE else key

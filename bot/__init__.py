"""The chat: what comes in, what it means, what goes out."""

"""What is learnt from labelled messages, and how; nothing of it runs in the product."""

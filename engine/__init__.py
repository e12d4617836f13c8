"""What happens, and when: the engine imports no Flask, no SMTP and no file format."""

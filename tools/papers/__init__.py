"""What the shipped templates of papers are made of (``tools/paper_templates.py``)."""

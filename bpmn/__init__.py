"""The diagrams, forms and pictures that process designers start from."""

"""Programs for those who work on the project; the product needs none of them."""

"""The pages people open, a module for each subject."""

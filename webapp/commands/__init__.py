"""The commands of ``dondoc``, a module for each subject."""

"""What the engine decides, as papers: plain text and lists in the form of Nghị định 30/2020/NĐ-CP.

``engine.papers.catalogue.make`` builds one for an actor who may see what it is about. How a paper
looks is a template's affair (``adapters/papers.py``); what it may say is in ``declared``.
"""

"""The elements of BPMN on SpiffWorkflow's task tree, each in its room (docs/adr/0021).

``build.specification`` makes a specification, ``instance.Instance`` runs it.
"""

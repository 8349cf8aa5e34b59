"""Questions to the record: dossier, timeline, network, commitments, contradictions."""

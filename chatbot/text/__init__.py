"""Words: tokens, stems, spelling, clustering, wording of counts."""

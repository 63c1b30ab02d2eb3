"""Values in figures, as a text message reads them; one module a script, beside the spoken words."""

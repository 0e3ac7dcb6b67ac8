"""The README says what the code does: commands, options, settings, limits, examples, pictures."""

"""What who runs a Kennisplein needs: backup, restore, upgrade, and knowing whether it is well."""

"""Tools that know no noun of the forum."""

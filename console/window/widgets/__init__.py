"""What pages are made of: charts, the heat map, bars, tiles, the filter box. Each paints itself from the tokens."""

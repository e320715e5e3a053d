"""What stands around the pages: rail, top bar, status bar, palette and the window that holds them."""

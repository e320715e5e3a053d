"""Colours, type and spacing: tokens.py holds every literal, theme.py applies them to Qt."""

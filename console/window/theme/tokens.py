"""Every colour, size and font of the window, by what it means. No colour literal stands anywhere else.

State colours are from Okabe and Ito's palette, tuned for each ground; tests hold text at 4.5:1 and marks at 3:1
(WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as #rrggbb."""

    name: str
    ground: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    faint: str
    selection: str
    accent: str  # focus, the primary button's ground
    on_accent: str
    busy: str
    idle: str
    reserved: str
    warning: str  # held but idle
    warning_text: str
    on_warning: str  # on a badge
    down: str
    down_text: str  # its mark, until it reads on a selected row too
    good: str
    categories: tuple[str, ...]  # owners in the heat map: Okabe and Ito's, without the two that mean trouble
    heat: tuple[str, ...]  # a sequential ramp, even in lightness, from the idle grey
    cividis: tuple[str, ...] = field(
        default=("#00224e", "#2a3f6d", "#575d6d", "#7d7c78", "#a59c74", "#d2c060", "#fee838")
    )


DARK: Final = Tokens(
    name="dark", ground="#14171a", surface="#1a1e22", raised="#21262b", line="#2b3137", text="#e4e7ea",
    muted="#98a2ac", faint="#69737d", selection="#2a3743", accent="#e4e7ea", on_accent="#14171a", busy="#3b93cf",
    idle="#454e57", reserved="#79c0ec", warning="#e6a532", warning_text="#e6a532", on_warning="#14171a", down="#e06c3c",
    down_text="#e5855d", good="#2fa882", categories=("#56b4e9", "#2fa882", "#cc79a7", "#4f7fd6", "#d6cf7e"),
    heat=("#262c32", "#2f5f86", "#3b93cf", "#62abdc", "#8ac4ea"),
)  # fmt: skip

LIGHT: Final = Tokens(
    name="light", ground="#f3f4f6", surface="#ffffff", raised="#ffffff", line="#dde1e5", text="#1a1f24",
    muted="#58626c", faint="#89929b", selection="#e3eef7", accent="#1a1f24", on_accent="#ffffff", busy="#0072b2",
    idle="#c3cad1", reserved="#2f8fc9", warning="#b87400", warning_text="#946000", on_warning="#14171a", down="#bd4a00",
    down_text="#b54700", good="#007a59", categories=("#2f8fc9", "#007a59", "#a8487f", "#1d4f91", "#857900"),
    heat=("#dfe3e7", "#a9c8e0", "#5fa3d0", "#1f7dba", "#004c80"),
)  # fmt: skip

HIGH_CONTRAST: Final = Tokens(
    name="contrast", ground="#000000", surface="#000000", raised="#101010", line="#8a8a8a", text="#ffffff",
    muted="#d8d8d8", faint="#a8a8a8", selection="#003a63", accent="#ffffff", on_accent="#000000", busy="#56b4e9",
    idle="#6a6a6a", reserved="#a6dcff", warning="#ffc24d", warning_text="#ffc24d", on_warning="#000000", down="#ff8a5c",
    down_text="#ff8a5c", good="#3fd0a4", categories=("#56b4e9", "#3fd0a4", "#e79cc4", "#7aa5ff", "#f0e442"),
    heat=("#303030", "#2f6f9f", "#56b4e9", "#8fd0f4", "#c8eaff"),
)  # fmt: skip

GRID: Final = 4  # every distance is a multiple
RADIUS: Final = 4
RADIUS_LARGE: Final = 6
TEXT_PX: Final = 13
TEXT_LINE_PX: Final = 18
SMALL_PX: Final = 11
TITLE_PX: Final = 15
FIGURE_PX: Final = 22
STALE_OPACITY: Final = 0.45
FONT_FAMILIES: Final = ("Inter", "SF Pro Text", "Segoe UI", "Noto Sans", "Cantarell", "DejaVu Sans")
MONO_FAMILIES: Final = ("JetBrains Mono", "SF Mono", "Cascadia Mono", "Noto Sans Mono", "DejaVu Sans Mono")

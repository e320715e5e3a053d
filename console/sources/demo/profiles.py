"""What kinds of work there are: who submits it, what it is called, and how it loads a GPU."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of work.

    Args:
        name: of the profile.
        job_names: what its jobs are called.
        command: what its processes run.
        share: of the jobs, 0 to 1.
        median_h: median run time in hours; run times are lognormal.
        use_pct: least and most utilisation of a GPU, between which each GPU has its own mean.
        swing_pct: how far utilisation swings about that mean.
        heat: least and most power at full utilisation, as a share of the cap.
        memory: least and most memory in use, as a share of the GPU's.
    """

    name: str
    job_names: tuple[str, ...]
    command: str
    share: float
    median_h: float
    use_pct: tuple[float, float]
    swing_pct: tuple[float, float]
    heat: tuple[float, float]
    memory: tuple[float, float]


TRAINING: Final = Profile(
    "training", ("pretrain", "train", "finetune", "sft", "dpo", "sweep"), "python train.py", 0.50, 2.0,
    (93.0, 98.0), (0.5, 2.0), (0.86, 1.0), (0.80, 0.95),
)  # fmt: skip
BATCH: Final = Profile(
    "batch", ("eval", "embed", "label", "render", "fold"), "python run_batch.py", 0.35, 0.7,
    (62.0, 88.0), (4.0, 10.0), (0.60, 0.85), (0.35, 0.75),
)  # fmt: skip
NOTEBOOK: Final = Profile(
    "notebook", ("jupyter", "debug", "shell"), "jupyter-lab", 0.15, 1.5,
    (3.0, 30.0), (3.0, 3.0), (0.35, 0.60), (0.05, 0.40),
)  # fmt: skip
INFERENCE: Final = Profile(
    "inference", ("serve-chat", "serve-embed", "serve-vision", "serve-rerank"), "vllm serve", 0.0, 96.0,
    (45.0, 68.0), (15.0, 28.0), (0.60, 0.85), (0.85, 0.93),
)  # fmt: skip

ARRIVING: Final = (TRAINING, BATCH, NOTEBOOK)
SPREAD: Final = 0.9  # sigma of the logarithm of run times

USERS: Final[Mapping[str, tuple[str, ...]]] = {
    "vision": ("alice", "bo", "chandra", "dmitri", "elena"),
    "nlp": ("farid", "grace", "hiro", "ines", "jonas", "kavya"),
    "rl": ("luca", "mei", "noor", "olu"),
    "speech": ("petra", "quentin", "rosa"),
    "biology": ("sofia", "tariq", "uma"),
    "robotics": ("viktor", "wen", "yara"),
}
PEOPLE: Final = tuple((user, team) for team, users in USERS.items() for user in users)
TEAMS: Final = (*USERS, "serving", "ops")

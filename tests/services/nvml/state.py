"""All that the fake driver knows, and its spelling in the state file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from tests.services.nvml.cards import Code, Gpu, Process, Slice

MAX_GPUS = 64
MAX_SLICES = 8


class Event(NamedTuple):
    """Something that happened on a GPU. Type 8 is an Xid, and the data its number."""

    gpu: int
    data: int
    type: int = 8


@dataclass(frozen=True, slots=True)
class State:
    """Everything that the driver knows.

    The keys of `faults` and `hangs` are a function's name, `name@gpu`, or `*@gpu` for all of one GPU.
    What nvmlInit answers is `init`, whatever the faults say.
    A driver with another `epoch` is another one: who initialised before must shut down and initialise again.
    """

    gpus: tuple[Gpu, ...] = ()
    driver_version: str = "580.95.05"
    nvml_version: str = "13.580.95.05"
    cuda_version: int = 13000
    init: Code = Code.SUCCESS
    epoch: int = 0
    may_set: bool = False
    events: tuple[Event, ...] = ()
    faults: Mapping[str, Code] = field(default_factory=dict)
    hangs: Mapping[str, float] = field(default_factory=dict)

    def text(self) -> str:
        """The state file."""
        if len(self.gpus) > MAX_GPUS or any(len(gpu.slices) > MAX_SLICES for gpu in self.gpus):
            raise ValueError(f"at most {MAX_GPUS} GPUs of {MAX_SLICES} slices")
        return "".join(f"{key}={_spell(value)}\n" for key, value in _state_values(self))


Pairs = Iterator[tuple[str, object]]


def _spell(value: object) -> str:
    """A bool as a number; a line end would begin another key."""
    text = str(int(value)) if isinstance(value, int) else str(value)
    if "\n" in text:
        raise ValueError(f"no line ends in a value: {text!r}")
    return text


def _state_values(state: State) -> Pairs:
    yield "gpus", len(state.gpus)
    yield "driver_version", state.driver_version
    yield "nvml_version", state.nvml_version
    yield "cuda_version", state.cuda_version
    yield "init", state.init.value
    yield "epoch", state.epoch
    yield "may_set", state.may_set
    yield "events", len(state.events)
    for number, event in enumerate(state.events):
        yield f"event.{number}", f"{event.gpu}:{event.type}:{event.data}"
    yield from ((f"fault.{rule}", code.value) for rule, code in state.faults.items())
    yield from ((f"hang.{rule}", seconds) for rule, seconds in state.hangs.items())
    for index, gpu in enumerate(state.gpus):
        yield from _gpu_values(f"gpu.{index}.", gpu)


def _plain_values(prefix: str, thing: Gpu | Slice) -> Pairs:
    """The fields that are a number, a text or a row of them."""
    for each in fields(thing):
        value = getattr(thing, each.name)
        if isinstance(value, (int, str)):
            yield prefix + each.name, value
        elif isinstance(value, tuple):
            row = ((f"{prefix}{each.name}.{number}", of_row) for number, of_row in enumerate(value))
            yield from ((key, of_row) for key, of_row in row if isinstance(of_row, int))


def _gpu_values(prefix: str, gpu: Gpu) -> Pairs:
    yield from _plain_values(prefix, gpu)
    for (number, scope), answer in gpu.field_values.items():
        spelled = f"!{answer.value}" if isinstance(answer, Code) else f"{answer.type.value}:{answer.value}"
        yield f"{prefix}field.{number}.{scope}", spelled
    lines = [process.line() for process in gpu.processes or ()]
    for index, part in enumerate(gpu.slices):
        if part is not None:
            yield from _slice_values(f"{prefix}mig.{index}.", part, gpu)
            lines += _slice_lines(part)
            yield from _process_names(part.processes)
    yield from _process_names(gpu.processes)
    if gpu.processes is not None:
        yield from _process_values(prefix, lines)


def _slice_values(prefix: str, part: Slice, gpu: Gpu) -> Pairs:
    yield from _plain_values(prefix, part)
    yield f"{prefix}name", f"{gpu.name} MIG {part.profile}"
    yield f"{prefix}pci_bus_id", gpu.pci_bus_id
    for number, version in enumerate(gpu.compute_capability or ()):
        yield f"{prefix}compute_capability.{number}", version
    if part.processes is not None:
        yield from _process_values(prefix, _slice_lines(part))


def _slice_lines(part: Slice) -> list[str]:
    return [each.line(part.gpu_instance, part.compute_instance) for each in part.processes or ()]


def _process_values(prefix: str, lines: list[str]) -> Pairs:
    yield f"{prefix}processes", len(lines)
    yield from ((f"{prefix}process.{number}", line) for number, line in enumerate(lines))


def _process_names(processes: tuple[Process, ...] | None) -> Pairs:
    yield from ((f"process_name.{each.pid}", each.name) for each in processes or () if each.name)

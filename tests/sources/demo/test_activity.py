"""The closed form of utilisation, power, energy and temperature."""

from __future__ import annotations

import numpy as np
import pytest

from console.model.column import Floats, Indices
from console.sources.demo.activity import TAU_S, Activity
from console.sources.demo.drive import Drive, Driver
from console.sources.demo.layout import Layout, lay_out
from tests.sources.demo.sites import old_world

GPUS = 64
START = 1_000.0
EVERYTHING = np.arange(GPUS)


@pytest.fixture
def layout() -> Layout:
    return lay_out(GPUS, 3)


@pytest.fixture
def activity(layout: Layout) -> Activity:
    return Activity(layout, START, Driver(layout).idle(EVERYTHING), np.full(GPUS, 5e6))


def wavy(gpus: Indices, layout: Layout, use_pct: float = 60.0) -> Drive:
    count = len(gpus)
    phases = np.exp(2j * np.pi * np.linspace(0, 1, count))
    cap_w = layout.per_gpu("cap_w")[gpus]
    return Drive(
        gpus, np.full(count, use_pct), np.full(count, 30.0), 0.1 * cap_w, 0.009 * cap_w, phases, phases[::-1],
        np.full(count, 2.0**30),
    )  # fmt: skip


def sampled(activity: Activity, start: float, step_s: float, count: int) -> tuple[Floats, Floats, Floats]:
    states = [activity.condition(EVERYTHING, start + number * step_s) for number in range(count)]
    return (
        np.array([state.power_w for state in states]),
        np.array([state.energy_j for state in states]),
        np.array([state.temperature_c for state in states]),
    )


def test_energy_is_the_integral_of_power(activity: Activity, layout: Layout) -> None:
    activity.change(wavy(EVERYTHING, layout), START + 100)
    power_w, energy_j, _ = sampled(activity, START + 100, 0.5, 4000)
    integral = np.sum((power_w[1:] + power_w[:-1]) / 2 * 0.5, axis=0)
    np.testing.assert_allclose(energy_j[-1] - energy_j[0], integral, rtol=1e-5)


def test_temperature_follows_power_with_inertia(activity: Activity, layout: Layout) -> None:
    activity.change(wavy(EVERYTHING, layout), START + 100)
    power_w, _, temperature_c = sampled(activity, START + 100, 0.1, 3000)
    steady_c = layout.inlet_c + layout.thermal_c_per_w * power_w
    slope = (temperature_c[2:] - temperature_c[:-2]) / 0.2
    np.testing.assert_allclose(slope, (steady_c[1:-1] - temperature_c[1:-1]) / TAU_S, atol=2e-3)


def test_a_change_of_work_breaks_neither_energy_nor_temperature(activity: Activity, layout: Layout) -> None:
    before = activity.condition(EVERYTHING, START + 500)
    activity.change(wavy(EVERYTHING[:20], layout), START + 500)
    after = activity.condition(EVERYTHING, START + 500)
    np.testing.assert_allclose(after.energy_j, before.energy_j)
    np.testing.assert_allclose(after.temperature_c, before.temperature_c)
    assert (after.power_w[:20] > before.power_w[:20]).all()
    np.testing.assert_array_equal(after.power_w[20:], before.power_w[20:])


def test_energy_never_falls(activity: Activity, layout: Layout) -> None:
    activity.change(wavy(EVERYTHING, layout), START + 30)
    activity.change(Driver(layout).idle(EVERYTHING), START + 300)
    _, energy_j, _ = sampled(activity, START + 300, 1.0, 600)
    assert (np.diff(energy_j, axis=0) > 0).all()


def test_a_real_site_stays_below_its_caps_and_above_idle() -> None:
    world = old_world()
    gpus = slice(0, world.layout.gpus)
    cap_w = world.layout.per_gpu("cap_w")
    for minutes in range(0, 60, 7):
        state = world.activity.condition(gpus, world.now + 60.0 * minutes)
        assert (state.power_w <= cap_w).all()
        assert (state.power_w >= 0.9 * world.layout.per_gpu("idle_w")).all()
        assert ((state.use_pct >= -0.5) & (state.use_pct <= 100.5)).all()
        assert ((state.temperature_c > 15) & (state.temperature_c < 100)).all()

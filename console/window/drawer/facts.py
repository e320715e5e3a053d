"""The lines about each kind of object that no chart and no table in the drawer says."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from console.model.duration import format_duration
from console.model.money import Money, format_rate
from console.model.quantity import format_bytes, format_count, format_energy, format_number, format_power
from console.model.wording import UNKNOWN
from console.window.drawer.fact import Fact, link, moment, part_of, word
from console.window.drawer.source_facts import source_facts
from console.window.tables.cell import Look
from console.window.tables.gpu_columns import throttle_words
from console.window.thing import Sort, Thing

translate = QCoreApplication.translate


def facts_of(thing: Thing, now: float) -> list[Fact]:
    """The lines of one object at an instant."""
    match thing.sort:
        case Sort.GPU:
            return _gpu(thing)
        case Sort.NODE:
            return _node(thing)
        case Sort.POOL:
            return _pool(thing)
        case Sort.JOB:
            return _job(thing, now)
        case Sort.RESERVATION:
            return _reservation(thing, now)
        case Sort.SOURCE:
            return source_facts(thing, now)


def _gpu(gpu: Thing) -> list[Fact]:
    throttles = ", ".join(throttle_words(each) for each in gpu.texts("throttle_reasons"))
    uncorrected = gpu.number("ecc_uncorrected")
    corrected = gpu.number("ecc_corrected")
    ecc = translate("Fact", "{hard} uncorrected, {soft} corrected").format(
        hard=format_count(uncorrected), soft=format_count(corrected)
    )
    return [
        word(translate("Fact", "Owner"), gpu.text("owner")),
        link(translate("Fact", "Job"), gpu.text("job")),
        link(translate("Fact", "Pool"), gpu.text("pool")),
        link(translate("Fact", "Node"), gpu.text("node")),
        word(translate("Fact", "Throttled by"), throttles),
        Fact(
            translate("Fact", "Clock"),
            part_of(gpu.number("sm_clock_mhz"), gpu.number("sm_clock_max_mhz"), "MHz"),
        ),
        Fact(translate("Fact", "Power cap"), format_power(gpu.number("power_cap_w"))),
        Fact(translate("Fact", "ECC errors"), ecc, look=Look.DOWN if uncorrected else Look.PLAIN),
        Fact(translate("Fact", "Energy"), format_energy(gpu.number("energy_j"))),
        word("UUID", gpu.text("uuid")),
    ]


def _node(node: Thing) -> list[Fact]:
    memory = (format_bytes(node.number(name)) for name in ("memory_used_bytes", "memory_total_bytes"))
    pools = node.texts("pools") or (node.text("pool"),)
    return [
        Fact(translate("Fact", "GPUs busy"), part_of(node.number("gpus_busy"), node.number("gpus_total"))),
        *(link(translate("Fact", "Pool"), pool) for pool in pools),
        Fact(translate("Fact", "CPUs"), format_count(node.number("cpus"))),
        Fact(translate("Fact", "Load"), format_number(node.number("load"))),
        Fact(
            translate("Fact", "Memory"),
            translate("Fact", "{used} of {total}").format(used=next(memory), total=next(memory)),
        ),
        Fact(translate("Fact", "Power"), format_power(node.number("power_w"))),
        word(translate("Fact", "Features"), ", ".join(node.texts("features"))),
    ]


def _pool(pool: Thing) -> list[Fact]:
    def count(name: str) -> str:
        return format_count(pool.number(name))

    waiting = translate("Fact", "{gpus} GPUs in {jobs} jobs")
    return [
        word(translate("Fact", "Model"), pool.text("gpu_model")),
        Fact(translate("Fact", "GPUs"), count("gpus_total")),
        Fact(translate("Fact", "Busy"), count("gpus_busy")),
        Fact(translate("Fact", "Idle"), count("gpus_idle")),
        Fact(translate("Fact", "Reserved"), count("gpus_reserved")),
        Fact(
            translate("Fact", "Reserved, idle"),
            count("gpus_reserved_idle"),
            look=_bad(pool, "gpus_reserved_idle", Look.WARNING),
        ),
        Fact(translate("Fact", "Down"), count("gpus_down"), look=_bad(pool, "gpus_down", Look.DOWN)),
        Fact(
            translate("Fact", "Power"),
            f"{format_power(pool.number('power_w'))} / {format_power(pool.number('power_cap_w'))}",
        ),
        Fact(translate("Fact", "Cost"), _rate(pool)),
        Fact(translate("Fact", "Waiting"), waiting.format(gpus=count("pending_gpus"), jobs=count("pending_jobs"))),
        Fact(translate("Fact", "Median wait"), format_duration(pool.number("median_wait_s"))),
        Fact(translate("Fact", "95th percentile"), format_duration(pool.number("p95_wait_s"))),
        Fact(translate("Fact", "Running jobs"), count("running_jobs")),
    ]


def _job(job: Thing, now: float) -> list[Fact]:
    lines = [
        Fact(translate("Fact", "GPUs"), format_count(job.number("gpus"))),
        word(translate("Fact", "User"), job.text("user")),
        word(translate("Fact", "Account"), job.text("account")),
        link(translate("Fact", "Pool"), job.text("pool")),
        moment(translate("Fact", "Submitted"), job.number("submitted_at"), now),
    ]
    if job.number("started_at") is None:
        lines.append(moment(translate("Fact", "Expected start"), job.number("expected_start_at"), now))
    else:
        lines += [
            moment(translate("Fact", "Started"), job.number("started_at"), now),
            moment(translate("Fact", "Ends by"), job.number("ends_at"), now),
        ]
    lines += [
        word(translate("Fact", "Reason"), job.text("reason"), job.text("reason_text")),
        Fact(translate("Fact", "Time limit"), format_duration(job.number("time_limit_s"))),
        Fact(translate("Fact", "Priority"), format_number(job.number("priority"))),
        word(translate("Fact", "QoS"), job.text("qos")),
        *(link(translate("Fact", "Runs on"), node) for node in job.texts("nodes")),
    ]
    return lines


def _reservation(reservation: Thing, now: float) -> list[Fact]:
    used = translate("Fact", "{used} of {gpus}").format(
        used=format_count(reservation.number("gpus_in_use")), gpus=format_count(reservation.number("gpus"))
    )
    return [
        word(translate("Fact", "Owner"), reservation.text("owner")),
        Fact(translate("Fact", "GPUs in use"), used),
        link(translate("Fact", "Pool"), reservation.text("pool")),
        moment(translate("Fact", "Starts"), reservation.number("starts_at"), now),
        moment(translate("Fact", "Ends"), reservation.number("ends_at"), now),
        Fact(translate("Fact", "Cost"), _rate(reservation)),
        word(translate("Fact", "Ticket"), reservation.text("ticket")),
        word(translate("Fact", "Flags"), ", ".join(reservation.texts("flags"))),
        *(link(translate("Fact", "Node"), node) for node in reservation.texts("nodes")),
    ]


def _rate(thing: Thing) -> str:
    cost, currency = thing.number("cost_per_hour"), thing.text("currency")
    return UNKNOWN if cost is None or not currency else format_rate(Money(Decimal(str(cost)), currency))


def _bad(thing: Thing, name: str, look: Look) -> Look:
    return look if thing.number(name) else Look.PLAIN

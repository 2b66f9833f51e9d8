"""A sensor as the daemon runs it, and small jobs and checks that end as a test says.

Of a tick that ends, the daemon keeps the cursor; of one that raises, it keeps nothing. No daemon runs here.
"""

# Dagster reads the annotations of ops and checks, so here they are no texts.
import dagster as dg


class Says(dg.Config):
    """How an op ends; empty: well."""

    trouble: str = ""


@dg.op
def work(config: Says) -> None:
    if config.trouble:
        raise dg.Failure(config.trouble, allow_retries=False)


@dg.job(name="sync")
def sync_alike() -> None:
    work()


@dg.job
def other() -> None:
    work()


class Verdict(dg.Config):
    """What a check finds."""

    passed: bool
    told: str = ""
    severity: str = "ERROR"

    def result(self) -> dg.AssetCheckResult:
        severity = dg.AssetCheckSeverity[self.severity]
        return dg.AssetCheckResult(passed=self.passed, severity=severity, description=self.told)


@dg.asset
def stock() -> None:
    """Something to check."""


@dg.asset_check(asset=stock, blocking=True)
def counted(config: Verdict) -> dg.AssetCheckResult:
    return config.result()


@dg.asset_check(asset=stock)
def weighed(config: Verdict) -> dg.AssetCheckResult:
    return config.result()


SMALL = dg.Definitions(assets=[stock], asset_checks=[counted, weighed], jobs=[sync_alike, other])


class Watched:
    """One sensor over its ticks."""

    def __init__(self, sensor: dg.SensorDefinition, instance: dg.DagsterInstance) -> None:
        self.sensor = sensor
        self.instance = instance
        self.cursor: str | None = None

    def tick(self) -> str:
        """What the tick says; whatever it posted is with the receiver."""
        context = dg.build_sensor_context(self.instance, self.cursor, definitions=SMALL)
        with context:
            done = self.sensor.evaluate_tick(context)
        self.cursor = done.cursor
        return done.skip_message or ""


def run(
    instance: dg.DagsterInstance, trouble: str = "", *, job: dg.JobDefinition = sync_alike, **tags: str
) -> dg.ExecuteInProcessResult:
    """A run that ends in that trouble, or well."""
    return job.execute_in_process(
        instance=instance,
        run_config={"ops": {"work": {"config": {"trouble": trouble}}}},
        tags={name.replace("__", "/"): value for name, value in tags.items()},
        raise_on_error=False,
    )


def judge(instance: dg.DagsterInstance, check: dg.AssetChecksDefinition, told: str = "", **words: object) -> None:
    """Let a check find that; it fails if anything is told."""
    verdict = {"passed": not told, "told": told, **words}
    done = dg.materialize(
        [stock, check],
        instance=instance,
        selection=dg.AssetSelection.checks(check),
        run_config={"ops": {check.node_def.name: {"config": verdict}}},
        raise_on_error=False,
    )
    assert len(done.get_asset_check_evaluations()) == 1

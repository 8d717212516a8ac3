"""`claimdesk train` and `rescore`."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

import click

from service.checkworthiness import actions, queries
from service.cli.process import database
from service.learning.trained import InUse
from service.matching.queries import IN_USE as MATCHING

BATCH = 2_000

M = TypeVar("M")


class _Told(Protocol):
    """What came of training."""

    @property
    def sentence(self) -> str: ...


@click.group()
def train() -> None:
    """Train models on what this desk decided."""


_forget_option = click.option("--forget", is_flag=True, help="Use the model of the program again.")


@train.command()
@_forget_option
def checkworthiness(forget: bool) -> None:
    """Learn what is worth checking from verdicts, and from what turned out to be no claim.

    It is used only if it ranks held-out documents better than the model of the program.
    """
    if forget:
        _forget(queries.IN_USE)
        _rescore()
        return
    # Here: what follows needs numpy, which no other command waits for.
    from service.checkworthiness.retraining import retrain
    from service.checkworthiness.training import Example

    with database().reading() as session:
        decided = queries.decided_sentences(session)
    examples = [
        Example(each.sentence, each.is_worth, "desk", str(each.document_id)) for each in decided
    ]
    base = queries.IN_USE.shipped()
    told = [*base.provenance, f"Trained further: on {len(examples)} sentences of this desk"]
    model, outcomes = retrain(examples, base, told)
    if _install_if_new(queries.IN_USE, model, outcomes):
        _rescore()


@train.command()
@_forget_option
def matching(forget: bool) -> None:
    """Learn what was checked before from matches that were confirmed and rejected.

    It is used only if it ranks held-out documents better than the model of the program.
    """
    if forget:
        _forget(MATCHING)
        return
    from service.matches.answers import answered
    from service.matching.retraining import retrain

    with database().reading() as session:
        examples = list(answered(session))
    base = MATCHING.shipped()
    told = [*base.provenance, f"Trained further: on answers about {len(examples)} claims here"]
    model, outcome = retrain(examples, base, told)
    _install_if_new(MATCHING, model, [outcome])


def _forget(in_use: InUse[M]) -> None:
    with database().transaction() as session:
        in_use.forget(session)
    click.echo("The model of the program is used again.")


def _install_if_new(in_use: InUse[M], model: M, outcomes: Sequence[_Told]) -> bool:
    """Say what came of it, and use the model from now on unless it is the one of the program."""
    for outcome in outcomes:
        click.echo(outcome.sentence)
    if model is in_use.shipped():
        click.echo("Nothing has changed.")
        return False
    with database().transaction() as session:
        in_use.install(session, model)
    click.echo("The new model is used from now on, on every machine.")
    return True


@click.command()
def rescore() -> None:
    """Score every claim by the model in use: those from before an update, or from another model."""
    _rescore()


def _rescore() -> None:
    after, changed = 0, 0
    while True:
        with database().reading() as session:
            last, scores = queries.rescored(session, after, BATCH)
        if last is None:
            break
        if scores:
            with database().transaction() as session:
                actions.write_scores(session, scores)
        after, changed = last, changed + len(scores)
    click.echo(f"Rescored: {changed} {'claim has' if changed == 1 else 'claims have'} a new score.")

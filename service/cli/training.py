"""`claimdesk train` and `rescore`."""

import click

from service.checkworthiness import actions, queries
from service.checkworthiness.model import shipped
from service.cli.process import database

BATCH = 2_000


@click.group()
def train() -> None:
    """Train models on what this desk decided."""


@train.command()
@click.option("--forget", is_flag=True, help="Use the model of the program again.")
def checkworthiness(forget: bool) -> None:
    """Learn what is worth checking from verdicts, and from what turned out to be no claim.

    It is used only if it ranks held-out documents better than the model of the program.
    """
    if forget:
        with database().transaction() as session:
            actions.forget_models(session)
        click.echo("The model of the program is used again.")
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
    told = [*shipped().provenance, f"Trained further: on {len(examples)} sentences of this desk"]
    model, outcomes = retrain(examples, shipped(), told)
    for outcome in outcomes:
        click.echo(outcome.sentence)
    if model is shipped():
        click.echo("Nothing has changed.")
        return
    with database().transaction() as session:
        actions.install_model(session, model)
    click.echo("The new model is used from now on, on every machine.")
    _rescore()


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

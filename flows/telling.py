"""What Prefect is told of a run when it ends: a summary to look at, and a word if it failed.

Names, counts and figures only. Nothing here can make a run fail, for its results do not depend on
whether anybody hears of them.
"""

import asyncio
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict

from prefect import get_client
from prefect.artifacts import create_markdown_artifact
from prefect.blocks.abstract import NotificationBlock
from prefect.blocks.core import Block

from flows.run_history import Record, note_error, recorded
from flows.session import Session
from flows.structured_logs import log_event, log_problem
from flows.summary import notice, summary, summary_key

BLOCK = "openends-notify"
"""The name of the block that says where to send word; there may be none."""

MOST_BLOCKS = 200
"""Blocks among which it is looked for: as many as Prefect gives at once."""

_told: ContextVar[bool] = ContextVar("told", default=False)


@contextmanager
def told(session: Session, verb: str) -> Iterator[None]:
    """Tell Prefect of what is done while this lasts, when it ends; to be used inside a flow."""
    if _told.get():  # whoever called will tell
        yield
        return
    token = _told.set(True)
    try:
        with recorded(session, verb) as record:
            try:
                yield
            except Exception as error:
                note_error(record, error)
                _tell(session, record)
                raise
            _tell(session, record)
    finally:
        _told.reset(token)


def _tell(session: Session, record: Record) -> None:
    if record.outcome == "skipped":  # which says nothing of the study; its history knows
        return
    study_id, run = session.study.study_id, asdict(record)
    try:
        create_markdown_artifact(
            summary(session.workspace, study_id, run),
            key=summary_key(study_id),
            description="How the last run went, and whether what is published is sound.",
        )
    except Exception as error:
        log_problem("Prefect did not take the summary", error=type(error).__name__)
    if record.outcome in ("failed", "held"):
        send_word(*notice(study_id, run))


def send_word(subject: str, body: str) -> None:
    """Send word through the block that is there for it, if there is one."""
    try:
        block = _block()
        if block is not None:
            sent: object = block.notify(body, subject)
            if inspect.iscoroutine(sent):  # as a block of somebody's own may have it
                asyncio.run(sent)
            log_event("notification sent")
    except Exception as error:
        log_problem("no notification could be sent", error=type(error).__name__)


def _block() -> NotificationBlock | None:
    """Return the block of that name, of whatever kind, if it can notify."""
    with get_client(sync_client=True) as client:
        known = client.read_block_documents(limit=MOST_BLOCKS, include_secrets=False)
    for document in known:
        if document.name == BLOCK and document.block_type is not None:
            block = Block.load(f"{document.block_type.slug}/{BLOCK}")
            return block if isinstance(block, NotificationBlock) else None
    return None

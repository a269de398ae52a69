"""A connection of its own for long reads, so that typing and saving never wait for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import peewee

from jingyue_desktop.store import database
from jingyue_desktop.store.store import Store


@contextmanager
def reader(store: Store) -> Iterator[peewee.Database]:
    """Yield a read-only database of the calling thread; use it as ``query.bind(db)``.

    The connection is closed at the end; a reader never checkpoints.
    """
    if store.is_sqlite:
        db: peewee.Database = database.read_only(store.path)
    else:
        db = peewee.PostgresqlDatabase(
            store.db.database, autoconnect=False, **store.db.connect_params
        )
        db.connect()
    try:
        yield db
    finally:
        db.close()

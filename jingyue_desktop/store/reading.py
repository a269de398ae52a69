"""A connection of its own for long reads, so that typing and saving never wait for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import peewee

from jingyue_desktop.store import database
from jingyue_desktop.store.store import Store
from jingyue_desktop.store.unit import watched


@contextmanager
def reader(store: Store) -> Iterator[peewee.Database]:
    """Yield a read-only database of the calling thread; use it as ``query.bind(db)``.

    The connection is closed at the end; a reader never checkpoints.
    """
    with watched(store):
        db = _connected(store)
        try:
            yield db
        finally:
            db.close()


def _connected(store: Store) -> peewee.Database:
    if store.is_sqlite:
        return database.read_only(store.path)
    db = peewee.PostgresqlDatabase(store.db.database, autoconnect=False, **store.db.connect_params)
    db.connect()
    return db

"""Very many rows at once: one log row, a digest for each, whatever columns a row leaves out."""

from __future__ import annotations

from datetime import date

from jingyue_desktop.services import acts
from jingyue_desktop.services.acts import Act, Work
from jingyue_desktop.services.opening import check_workspace
from jingyue_desktop.services.workspace import Workspace
from jingyue_desktop.store.tables import Log, Posting
from tests.offices import Sessions


def test_many_rows_are_one_act_and_all_verify(office: Workspace, sessions: Sessions) -> None:
    first = (Posting.select().order_by(Posting.id.desc()).get().id or 0) + 1
    rows = [
        {"id": first + n, "person": 1, "post": "deputy", "since": date(2020, 1, 1)}
        | ({"until": date(2020, 2, 1), "note": "曾任"} if n % 3 else {})
        for n in range(450)
    ]
    director = sessions["director"]
    entry = Act("bulk", "bulk", director.actor().roles, "act")

    def fill(work: Work) -> int:
        return work.unit.add_many(Posting, rows)

    before = Log.select().count()
    assert acts.run(director, entry, fill) == 450
    assert Log.select().count() == before + 1
    kept = {row.id: (row.until, row.note) for row in Posting.select() if row.id >= first}
    assert kept[first] == (None, "") and kept[first + 1] == (date(2020, 2, 1), "曾任")
    assert check_workspace(office.folder).code == 0

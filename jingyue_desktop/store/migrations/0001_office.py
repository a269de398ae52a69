"""The first tables: catalogue, people, accounts, proposals, risk states, pledges, the log."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

GUARDED = ("log", "log_object")


def up(migrator, db):
    db.create_tables(_kept(db) + _plain(db))
    if hasattr(db, "pragma"):
        # A search for any part of a word reads this index alone, not the wide rows.
        db.execute_sql("CREATE INDEX pledge_search ON pledge (search)")
    # A project's name may have ten thousand characters; an index entry holds its beginning.
    db.execute_sql("CREATE INDEX pledge_project ON pledge (substr(project, 1, 40), id)")
    for table in GUARDED:
        _guard(db, table)


def _kept(db):
    class Kept(Model):
        salt = CharField(max_length=32)
        revision = IntegerField(default=1)

        class Meta:
            database = db
            legacy_table_names = False

    class Meta(Kept):
        key = CharField(max_length=60, unique=True)
        value = TextField()

    class CatalogueItem(Kept):
        kind = CharField(max_length=30)
        code = CharField(max_length=60)
        version = IntegerField()
        position = IntegerField(default=0)
        body = TextField()
        shipped = CharField(max_length=64)
        current = BooleanField(default=True)
        since = CharField(max_length=27)
        author = CharField(max_length=200)
        note = TextField(default="")

        class Meta:
            indexes = ((("kind", "code", "version"), True), (("kind", "current"), False))

    class Person(Kept):
        name = CharField(max_length=60)
        initials = CharField(max_length=120, default="")
        full = CharField(max_length=400, default="")
        phone = CharField(max_length=40, default="")
        active = BooleanField(default=True)

    class Posting(Kept):
        person = IntegerField(index=True)
        post = CharField(max_length=60, index=True)
        since = CharField(max_length=10)
        until = CharField(max_length=10, null=True)
        note = TextField(default="")

    class Cover(Kept):
        person = IntegerField(index=True)
        substitute = IntegerField(index=True)
        post = CharField(max_length=60)
        since = CharField(max_length=10)
        until = CharField(max_length=10)
        reason = TextField(default="")
        void = BooleanField(default=False)

    class Account(Kept):
        person = IntegerField(unique=True)
        login = CharField(max_length=60, unique=True)
        phc = CharField(max_length=300)
        state = CharField(max_length=20, default="active")
        roles = TextField()
        must_change = BooleanField(default=False)
        code_expires = CharField(max_length=27, null=True)

    class Proposal(Kept):
        act = CharField(max_length=60)
        title = TextField()
        arguments = TextField()
        proposer = IntegerField(index=True)
        proposed = CharField(max_length=27)
        state = CharField(max_length=20, index=True)
        decider = IntegerField(null=True)
        decided = CharField(max_length=27, null=True)
        note = TextField(default="")

    class RiskState(Kept):
        point = CharField(max_length=20, unique=True)
        residual = CharField(max_length=20)
        grade = CharField(max_length=1, default="")
        reviewed = CharField(max_length=10, null=True)
        next_review = CharField(max_length=10, null=True)
        note = TextField(default="")

    class RiskReview(Kept):
        point = CharField(max_length=20, index=True)
        reviewed = CharField(max_length=10)
        residual = CharField(max_length=20)
        grade = CharField(max_length=1, default="")
        next_review = CharField(max_length=10, null=True)
        note = TextField(default="")
        reviewer = CharField(max_length=120)

    class NumberSeries(Kept):
        kind = CharField(max_length=30)
        year = IntegerField()
        last = IntegerField(default=0)

        class Meta:
            indexes = ((("kind", "year"), True),)

    class Pledge(Kept):
        number = CharField(max_length=60, unique=True)
        year = IntegerField()
        serial = IntegerField()
        variant = CharField(max_length=30)
        section = CharField(max_length=60)
        applicant = TextField()
        project = TextField()
        search = TextField(default="")
        days = IntegerField()
        accepted = CharField(max_length=10)
        due = CharField(max_length=10)
        provisional = BooleanField(default=False)
        form = CharField(max_length=60)
        form_version = IntegerField()
        body = TextField()
        content = CharField(max_length=64)
        state = CharField(max_length=20)
        void_reason = TextField(default="")
        issued_by = IntegerField()
        issued = CharField(max_length=27)
        scan = IntegerField(null=True)
        signed = CharField(max_length=10, null=True)
        filed = CharField(max_length=10, null=True)

        class Meta:
            indexes = (
                (("year", "serial"), True),
                (("variant", "year", "serial"), False),
                (("state", "year", "serial"), False),
                (("applicant", "id"), False),
                (("accepted", "id"), False),
                (("due", "id"), False),
                (("issued", "id"), False),
            )

    class Attachment(Kept):
        sha256 = CharField(max_length=64, unique=True)
        size = BigIntegerField()
        media = CharField(max_length=20)
        name = CharField(max_length=200)
        added = CharField(max_length=27)

    return [
        Meta,
        CatalogueItem,
        Person,
        Posting,
        Cover,
        Account,
        Proposal,
        RiskState,
        RiskReview,
        NumberSeries,
        Pledge,
        Attachment,
    ]


def _plain(db):
    class Plain(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Throttle(Plain):
        key = CharField(max_length=80, unique=True)
        failures = IntegerField(default=0)

    class Draft(Plain):
        account = IntegerField()
        key = CharField(max_length=120)
        body = TextField()
        saved = CharField(max_length=27)

        class Meta:
            indexes = ((("account", "key"), True),)

    class LogHead(Plain):
        seq = BigIntegerField()
        hash = CharField(max_length=64)

    class Log(Plain):
        seq = BigIntegerField(primary_key=True)
        op_id = CharField(max_length=36, unique=True)
        ts = CharField(max_length=27, index=True)
        tz = CharField(max_length=10)
        boot = CharField(max_length=30)
        actor = IntegerField(null=True, index=True)
        roles = CharField(max_length=200)
        host = CharField(max_length=120)
        action = CharField(max_length=60, index=True)
        object_type = CharField(max_length=40)
        object_id = CharField(max_length=60)
        success = SmallIntegerField()
        reason = TextField()
        detail = TextField()
        result = TextField()
        objects = IntegerField()
        canon = SmallIntegerField()
        alg = CharField(max_length=10)
        prev_hash = CharField(max_length=64)
        hash = CharField(max_length=64)

    class LogObject(Plain):
        seq = BigIntegerField()
        n = IntegerField()
        type = CharField(max_length=40)
        object_id = CharField(max_length=60)
        change = CharField(max_length=10)
        digest_v = SmallIntegerField()
        digest = CharField(max_length=64)

        class Meta:
            primary_key = CompositeKey("seq", "n")
            indexes = ((("type", "object_id", "seq"), False),)

    return [Throttle, Draft, LogHead, Log, LogObject]


def _guard(db, table):
    """Refuse every change of a written log row, by triggers of the database itself."""
    if hasattr(db, "pragma"):
        for verb in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'log rows never change'); END"
            )
        return
    db.execute_sql(
        "CREATE OR REPLACE FUNCTION log_rows_never_change() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION 'log rows never change'; END $$ LANGUAGE plpgsql"
    )
    db.execute_sql(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION log_rows_never_change()"
    )
    db.execute_sql(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION log_rows_never_change()"
    )

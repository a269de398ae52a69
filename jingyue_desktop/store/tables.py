"""The tables as peewee models; ``DIGESTS`` says which columns each version of a row digest covers.

A migration never uses these models (it carries frozen copies), so they may change freely.
"""

from __future__ import annotations

from typing import ClassVar

from peewee import (
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    IntegerField,
    Model,
    SmallIntegerField,
    TextField,
)

from jingyue_desktop.store.fields import DayField, JsonField, MomentField


class Table(Model):
    """A row of any kind."""

    class Meta:
        legacy_table_names = False


class Kept(Table):
    """A business row: salted digest in the log, ``revision`` against lost updates.

    ``DIGESTS`` maps a digest version to the columns it covers: all but the salt itself. The newest
    is written, and the older ones stay readable so that a migration breaks no digest in the log.
    """

    DIGESTS: ClassVar[dict[int, tuple[str, ...]]] = {}

    id = AutoField()
    salt = CharField(max_length=32)
    revision = IntegerField(default=1)


class Meta(Kept):
    """A fact about the workspace itself: its identity, whether it is a demo, its schema print."""

    DIGESTS: ClassVar = {1: ("id", "revision", "key", "value")}

    key = CharField(max_length=60, unique=True)
    value = TextField()


class CatalogueItem(Kept):
    """One version of one item of the office's catalogue (see ``domain.office``)."""

    DIGESTS: ClassVar = {
        1: (
            "id",
            "revision",
            "kind",
            "code",
            "version",
            "position",
            "body",
            "shipped",
            "current",
            "since",
            "author",
            "note",
        )
    }

    kind = CharField(max_length=30)
    code = CharField(max_length=60)
    version = IntegerField()
    position = IntegerField(default=0)
    body = JsonField()
    shipped = CharField(max_length=64)
    current = BooleanField(default=True)
    since = MomentField()
    author = CharField(max_length=200)
    note = TextField(default="")

    class Meta:
        indexes = ((("kind", "code", "version"), True), (("kind", "current"), False))


class Person(Kept):
    """A person of the office (or of the commission, who holds no post)."""

    DIGESTS: ClassVar = {1: ("id", "revision", "name", "initials", "full", "phone", "active")}

    name = CharField(max_length=60)
    initials = CharField(max_length=120, default="")
    full = CharField(max_length=400, default="")
    phone = CharField(max_length=40, default="")
    active = BooleanField(default=True)


class Posting(Kept):
    """A person in a post from a day to a day (inclusive) or until further notice."""

    DIGESTS: ClassVar = {1: ("id", "revision", "person", "post", "since", "until", "note")}

    person = IntegerField(index=True)
    post = CharField(max_length=60, index=True)
    since = DayField()
    until = DayField(null=True)
    note = TextField(default="")


class Cover(Kept):
    """AB岗: a substitute takes a post's powers and responsibility from a day to a day."""

    DIGESTS: ClassVar = {
        1: ("id", "revision", "person", "substitute", "post", "since", "until", "reason", "void")
    }

    person = IntegerField(index=True)
    substitute = IntegerField(index=True)
    post = CharField(max_length=60)
    since = DayField()
    until = DayField()
    reason = TextField(default="")
    void = BooleanField(default=False)


class Account(Kept):
    """A login; ``roles`` are those beyond the ones that follow from the person's posts."""

    DIGESTS: ClassVar = {
        1: (
            "id",
            "revision",
            "person",
            "login",
            "phc",
            "state",
            "roles",
            "must_change",
            "code_expires",
        )
    }

    person = IntegerField(unique=True)
    login = CharField(max_length=60, unique=True)
    phc = CharField(max_length=300)
    state = CharField(max_length=20, default="active")
    roles = JsonField()
    must_change = BooleanField(default=False)
    code_expires = MomentField(null=True)


class Throttle(Table):
    """How often a login failed in a row; survives a restart (reliability design 2.8)."""

    id = AutoField()
    key = CharField(max_length=80, unique=True)
    failures = IntegerField(default=0)


class Proposal(Kept):
    """An act that waits for a second person."""

    DIGESTS: ClassVar = {
        1: (
            "id",
            "revision",
            "act",
            "title",
            "arguments",
            "proposer",
            "proposed",
            "state",
            "decider",
            "decided",
            "note",
        )
    }

    act = CharField(max_length=60)
    title = TextField()
    arguments = JsonField()
    proposer = IntegerField(index=True)
    proposed = MomentField()
    state = CharField(max_length=20, index=True)
    decider = IntegerField(null=True)
    decided = MomentField(null=True)
    note = TextField(default="")


class RiskState(Kept):
    """What is left of a risk point after its measures."""

    DIGESTS: ClassVar = {
        1: ("id", "revision", "point", "residual", "grade", "reviewed", "next_review", "note")
    }

    point = CharField(max_length=20, unique=True)
    residual = CharField(max_length=20)
    grade = CharField(max_length=1, default="")
    reviewed = DayField(null=True)
    next_review = DayField(null=True)
    note = TextField(default="")


class RiskReview(Kept):
    """One review of a risk point's residual state."""

    DIGESTS: ClassVar = {
        1: (
            "id",
            "revision",
            "point",
            "reviewed",
            "residual",
            "grade",
            "next_review",
            "note",
            "reviewer",
        )
    }

    point = CharField(max_length=20, index=True)
    reviewed = DayField()
    residual = CharField(max_length=20)
    grade = CharField(max_length=1, default="")
    next_review = DayField(null=True)
    note = TextField(default="")
    reviewer = CharField(max_length=120)


class NumberSeries(Kept):
    """The last number given out in a series of a year; numbers have no gaps."""

    DIGESTS: ClassVar = {1: ("id", "revision", "kind", "year", "last")}

    kind = CharField(max_length=30)
    year = IntegerField()
    last = IntegerField(default=0)

    class Meta:
        indexes = ((("kind", "year"), True),)


class Pledge(Kept):
    """A service pledge (服务承诺书) given to an applicant."""

    DIGESTS: ClassVar = {
        1: (
            "id",
            "revision",
            "number",
            "year",
            "serial",
            "variant",
            "section",
            "applicant",
            "project",
            "search",
            "days",
            "accepted",
            "due",
            "provisional",
            "form",
            "form_version",
            "body",
            "content",
            "state",
            "void_reason",
            "issued_by",
            "issued",
            "scan",
            "signed",
            "filed",
        )
    }

    number = CharField(max_length=60, unique=True)
    year = IntegerField()
    serial = IntegerField()
    variant = CharField(max_length=30)
    section = CharField(max_length=60)
    applicant = TextField()
    project = TextField()
    search = TextField(default="")
    days = IntegerField()
    accepted = DayField()
    due = DayField()
    provisional = BooleanField(default=False)
    form = CharField(max_length=60)
    form_version = IntegerField()
    body = JsonField()
    content = CharField(max_length=64)
    state = CharField(max_length=20)
    void_reason = TextField(default="")
    issued_by = IntegerField()
    issued = MomentField()
    scan = IntegerField(null=True)
    signed = DayField(null=True)
    filed = DayField(null=True)

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
    """A file kept under its content hash; the name it came with is only data."""

    DIGESTS: ClassVar = {1: ("id", "revision", "sha256", "size", "media", "name", "added")}

    sha256 = CharField(max_length=64, unique=True)
    size = BigIntegerField()
    media = CharField(max_length=20)
    name = CharField(max_length=200)
    added = MomentField()


class Draft(Table):
    """What somebody typed and has not saved yet."""

    id = AutoField()
    account = IntegerField()
    key = CharField(max_length=120)
    body = JsonField()
    saved = MomentField()

    class Meta:
        indexes = ((("account", "key"), True),)


class LogHead(Table):
    """The one row that says where the chain ends."""

    id = AutoField()
    seq = BigIntegerField()
    hash = CharField(max_length=64)


class Log(Table):
    """One act that happened, was refused or failed, chained to the one before."""

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


class LogObject(Table):
    """A thing an act touched, with the digest of its row after the act."""

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


KEPT: tuple[type[Kept], ...] = (
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
)
MODELS: tuple[type[Table], ...] = (*KEPT, Throttle, Draft, LogHead, Log, LogObject)
BY_NAME: dict[str, type[Kept]] = {model._meta.table_name: model for model in KEPT}

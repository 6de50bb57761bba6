import os

import boto3
from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

HOST, USER = os.environ["DATABASE_HOST"], os.environ["DATABASE_USER"]


class Base(DeclarativeBase):
    pass


class Entry(Base):
    __tablename__ = "entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(index=True)
    amount: Mapped[int]


def build_engine():
    if not HOST:
        return create_engine("sqlite:////tmp/ledgerdb.sqlite")
    engine = create_engine(URL.create("postgresql+pg8000", username=USER, host=HOST, port=5432, database="ledger"),
                           pool_size=1, max_overflow=0, pool_pre_ping=True, pool_recycle=600)

    @event.listens_for(engine, "do_connect")
    def token(dialect, record, args, params):
        rds = boto3.client("rds")
        params["password"] = rds.generate_db_auth_token(DBHostname=HOST, Port=5432, DBUsername=USER)
    return engine


engine = build_engine()
Session = sessionmaker(engine, expire_on_commit=False)

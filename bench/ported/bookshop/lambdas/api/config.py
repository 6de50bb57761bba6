from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="BOOKSHOP_", extra="ignore")

    books_table: str
    page_size: int = 20
    stage: str = "dev"


@lru_cache
def get_settings() -> Settings:
    return Settings()

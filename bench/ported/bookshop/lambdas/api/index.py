"""The API of a bookshop.

infra:
  endpoint:
    api: public
    routes: [ANY $default]
  layers: [web]
  size: medium
  timeout: long
"""
import logging
import time
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from mangum import Mangum

from .config import get_settings
from .errors import Conflict, NotFound
from .routers import books, health

logger = logging.getLogger()
logger.setLevel(logging.INFO)


@asynccontextmanager
async def lifespan(app: FastAPI):
    logger.info("started in %s", get_settings().stage)
    yield


app = FastAPI(title="Bookshop", version="1.2.0", lifespan=lifespan)
app.include_router(books.router)
app.include_router(health.router)


@app.middleware("http")
async def timing(request: Request, call_next):
    started = time.perf_counter()
    response = await call_next(request)
    response.headers["X-Process-Time"] = f"{time.perf_counter() - started:.4f}"
    return response


@app.exception_handler(NotFound)
async def not_found(request: Request, error: NotFound):
    return JSONResponse(status_code=404, content={"detail": f"no book {error}"})


@app.exception_handler(Conflict)
async def conflict(request: Request, error: Conflict):
    return JSONResponse(status_code=409, content={"detail": f"book {error} exists"})


handler = Mangum(app)

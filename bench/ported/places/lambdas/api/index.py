"""A FastAPI app behind one lambda.

infra:
  endpoint:
    api: public
    routes: [ANY /, "ANY /{rest+}"]
  layers: [fastapi]
  size: medium
  timeout: long
"""
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from mangum import Mangum

from lambdas.api.routers import router

app = FastAPI(title="Places")
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])
app.include_router(router)


@app.get("/")
def root():
    return {"message": "places"}


handler = Mangum(app, lifespan="off")

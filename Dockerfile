# Stage 1 builds the editor, stage 2 installs the locked packages, stage 3 is what runs.
FROM node:22-slim AS editor
WORKDIR /build/frontend
COPY service/web/frontend/ ./
RUN npm ci --ignore-scripts --no-audit --no-fund && node build.mjs

FROM python:3.11-slim AS packages
ARG TORCH_INDEX=""
ENV PAIRGRAD_TORCH_INDEX=${TORCH_INDEX}
WORKDIR /app
COPY . .
RUN python service/bootstrap.py && .venv/bin/pip install -c requirements.lock "psycopg[binary]" authlib requests flask-sock pycrdt

FROM python:3.11-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home pairgrad \
    && install -d -o pairgrad -g pairgrad -m 0700 /data
COPY --from=packages /app /app
COPY --from=editor /build/static/built /app/service/web/static/built
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH
USER pairgrad
CMD ["python", "-m", "service.cli", "--help"]

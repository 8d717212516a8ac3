FROM python:3.11-slim AS build
WORKDIR /srv/claimdesk
COPY . .
ENV UV_COMPILE_BYTECODE=1
RUN bin/setup run && .venv/bin/pip uninstall --quiet --yes uv pip

FROM python:3.11-slim
RUN useradd --system --no-create-home claimdesk \
    && install --directory --owner=claimdesk /var/lib/claimdesk
COPY --from=build /srv/claimdesk /srv/claimdesk
WORKDIR /srv/claimdesk
ENV PATH=/srv/claimdesk/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////var/lib/claimdesk/claimdesk.db
USER claimdesk
VOLUME /var/lib/claimdesk
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import *; build_opener(ProxyHandler({})).open('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["sh", "-c", "claimdesk migrate && exec claimdesk serve --with-worker --host 0.0.0.0 --port 8000"]

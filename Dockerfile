ARG BASE=python:3.12-slim

FROM ${BASE} AS build
WORKDIR /src
COPY pyproject.toml constraints.txt ./
COPY bot bot
RUN python -m venv /opt/refdesk \
    && /opt/refdesk/bin/pip install --no-cache-dir --disable-pip-version-check \
       --constraint constraints.txt . \
    && install -d -o 10001 -g 10001 /data

FROM ${BASE}
COPY --from=build /opt/refdesk /opt/refdesk
COPY --from=build /data /data
COPY corpus /corpus
ENV CORPUS_DIR=/corpus \
    DATA_DIR=/data \
    HOME=/data \
    PATH=/opt/refdesk/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /
USER 10001:10001
VOLUME ["/data"]
STOPSIGNAL SIGTERM
# Well while the gateway is connected and answers in time.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import sys, pathlib; from bot.chat.health import beats; sys.exit(not beats(pathlib.Path('/data')))"]
CMD ["python", "-m", "bot"]

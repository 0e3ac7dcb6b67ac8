ARG BASE=python:3.12-slim

FROM ${BASE} AS build
WORKDIR /src
COPY pyproject.toml constraints.txt ./
COPY bot bot
RUN python -m venv /opt/refdesk \
    && /opt/refdesk/bin/pip install --no-cache-dir --disable-pip-version-check \
       --constraint constraints.txt ".[fast,formats]" \
    && install -d -o 10001 -g 10001 /data

FROM ${BASE}
# What the kernel is compiled for: any x86-64 since 2013. On ARM: --build-arg KERNEL_CPU=generic
ARG KERNEL_CPU=x86-64-v3
COPY --from=build /opt/refdesk /opt/refdesk
COPY --from=build /data /data
COPY corpus /corpus
ENV CORPUS_DIR=/corpus \
    DATA_DIR=/data \
    HOME=/data \
    NUMBA_CACHE_DIR=/opt/compiled \
    NUMBA_CPU_NAME=$KERNEL_CPU \
    NUMBA_CPU_FEATURES="" \
    PATH=/opt/refdesk/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /
# Compiled here, so that nobody waits for it: numba only uses what it may write to.
RUN python -m bot.search.fast && chown -R 10001:10001 /opt/compiled
USER 10001:10001
VOLUME ["/data"]
STOPSIGNAL SIGTERM
# Well while the gateway is connected and answers in time.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import sys, pathlib; from bot.chat.health import beats; sys.exit(not beats(pathlib.Path('/data')))"]
CMD ["python", "-m", "bot"]

# Two images: `serve` answers; `train` trains, too, with TensorFlow (2 GB).
#
#   docker build --target serve --tag recollect:serve .
#   docker build --target train --tag recollect:train .

FROM debian:bookworm-slim AS python
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/recollect
RUN python3 -m venv .venv
ENV PATH=/opt/recollect/.venv/bin:$PATH \
    PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 \
    HOST=0.0.0.0 PORT=8000 \
    RECOLLECT_INSTANCE=/data
# The number, not the name, is what Kubernetes and volumes go by.
RUN useradd --system --uid 10001 --no-create-home recollect \
    && install --directory --owner recollect --mode 0700 /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=30s --interval=10s --timeout=5s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:%s/healthz' % os.environ['PORT'])"]
CMD ["python", "app.py"]

FROM python AS train
COPY requirements.txt .
RUN pip install --quiet --require-hashes --requirement requirements.txt
COPY . .
RUN flask encoder install && python -m compileall -q chatbot web
USER 10001

FROM python AS serve
COPY requirements-serve.txt .
RUN pip install --quiet --require-hashes --requirement requirements-serve.txt
COPY . .
COPY --from=train /opt/recollect/encoder encoder
RUN python -m compileall -q chatbot web
ENV RECOLLECT_WORKERS=0
USER 10001

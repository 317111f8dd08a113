# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --target=/app/site -r requirements.txt

FROM python:3.13-slim
WORKDIR /app
RUN useradd --system --uid 10001 --no-create-home cart
COPY --from=build /app/site ./site
COPY cart ./cart
ENV PYTHONPATH=/app/site
VOLUME /var/lib/cart
EXPOSE 8000
USER cart
ENTRYPOINT ["python", "-m", "cart"]

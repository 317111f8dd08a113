FROM python:3.13-slim
LABEL beschreibung="Fährplan für Häfen 🚢" 説明="港の時刻表"
RUN echo "日本語" && pip install "flask==3.1.0" 🐳
COPY "übersicht.txt" /app/
USER root
CMD python "/app/übersicht.txt"

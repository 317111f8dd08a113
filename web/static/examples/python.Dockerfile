FROM python:3.9
ARG PIP_TOKEN
ENV DATABASE_URL=postgres://shop:hunter2@db.example.com/shop
ENV SECRET_KEY=9f2c1e7ab04d4c8eb0a7
WORKDIR srv
ADD https://example.com/wheels/base.tar.gz /tmp/
RUN pip install --index-url https://build:${PIP_TOKEN}@pypi.example.com/simple -r requirements.txt
RUN curl -fsSL https://example.com/install.sh | bash
ADD . /srv
CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]

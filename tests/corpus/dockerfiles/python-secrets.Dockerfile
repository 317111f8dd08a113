FROM python:3.8-buster
ARG AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLQ
ARG PIP_TOKEN
ENV API_KEY= \
    PUBLIC_KEY_FILE=/etc/keys/pub.pem \
    DJANGO_SECRET=change-me
RUN pip install --upgrade pip && pip install -r requirements.txt --index-url https://x:$PIP_TOKEN@pypi.example.com/simple
RUN curl -sSL https://get.example.com/install.sh | sudo bash
COPY . /srv
CMD ["python", "/srv/app.py"]

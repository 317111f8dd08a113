FROM ruby:3.4
ONBUILD COPY . /app
ONBUILD RUN apt-get update && apt-get install ruby-dev
ONBUILD ADD https://example.com/ca.pem /etc/ssl/
ONBUILD ONBUILD RUN true
WORKDIR /app
CMD bundle exec puma

# syntax=docker/dockerfile:1
FROM ubuntu:24.04

RUN <<EOF
apt-get update
apt-get install -y nginx gettext-base
rm -rf /var/lib/apt/lists/*
EOF

COPY <<"SITE" /etc/nginx/conf.d/site.conf
server {
    listen 8080;
    root /var/www/site;
}
SITE

COPY site/ /var/www/site/
HEALTHCHECK CMD ["nginx", "-t"]
USER www-data
CMD ["nginx", "-g", "daemon off;"]

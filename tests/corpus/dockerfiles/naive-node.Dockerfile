FROM node:latest
MAINTAINER Jo Quay <jo@example.com>
WORKDIR app
ADD . .
RUN apt-get update && apt-get install curl vim
RUN npm install
ENV DB_PASSWORD=anchor123
EXPOSE 3000 22
CMD npm start

FROM node:22
WORKDIR /app
COPY . .
RUN apt-get update && apt-get install curl
RUN npm install
ENV API_TOKEN=change-me-please
EXPOSE 3000
CMD npm start

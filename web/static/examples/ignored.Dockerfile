FROM node:24-slim
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY src ./src
COPY dist ./dist
COPY .env ./
USER node
CMD ["node", "src/server.js"]

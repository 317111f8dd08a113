RUN apt-get update
RUN apt-get install -y python3-pip && pip install requests
CMD python3 -m http.server

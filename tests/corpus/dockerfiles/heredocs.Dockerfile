# syntax=docker/dockerfile:1
FROM debian:trixie-slim AS tools
RUN <<EOF
apt-get update
apt-get install -y --no-install-recommends git make
rm -rf /var/lib/apt/lists/*
EOF
RUN <<-"PY" python3
	import os
	print("apt-get install nothing, this is Python", os.name)
	PY
RUN <<SCRIPT
#!/usr/bin/env node
console.log("sudo apt-get install");
SCRIPT
COPY <<one <<two /etc/tools/
first=$HOME
one
second
two
RUN cat <<EOF >/etc/motd && chmod 0644 /etc/motd
FROM nowhere
USER root
EOF
FROM tools
RUN bash -ex <<EOF
apt-get install -y vim
EOF
CMD ["make"]

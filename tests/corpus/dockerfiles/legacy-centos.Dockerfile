FROM centos:8
MAINTAINER ops
ENV LANG en_US.UTF-8
RUN yum -y update && yum install -y httpd && yum clean all
RUN wget http://example.com/a.tgz && tar xzf a.tgz && ./configure && make && make install
ADD http://example.com/key.pem /etc/pki/
VOLUME /data
EXPOSE 80/TCP
ENTRYPOINT /usr/sbin/httpd -DFOREGROUND
CMD one
CMD two

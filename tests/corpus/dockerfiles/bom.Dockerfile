FROM busybox
RUN echo "BOM above"
CMD ["sh"]

FROM static.io/distroless/statis-debian10
FROM ngnix:1.29
FROM registry.corp.local/distroless/static-debian13:nonroot
FROM gcr.io/distroless/nodejs18-debian11
FROM openjdk:17-jdk
FROM centos:7
FROM myorg/nodes:1
FROM pythοn:3.13

# An image of the package, without this repository and without npm's cache:
#   npm ci && npm pack && docker build --tag drey .
#   docker run --read-only --publish 127.0.0.1:8081:8081 drey --cluster prod=http://jobmanager:8081
FROM node:24-alpine
# ADD unpacks the package, into the directory package/.
ADD drey-*.tgz /opt/drey/
# The user node, by number: Kubernetes cannot check a name with runAsNonRoot.
USER 1000:1000
ENV NODE_ENV=production DREY_HOST=0.0.0.0 DREY_PORT=8081
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.DREY_PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/opt/drey/package/dist-package/drey.mjs"]

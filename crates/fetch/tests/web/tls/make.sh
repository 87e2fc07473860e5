#!/usr/bin/env bash
# Makes the certificates of the tests anew: one who vouches (ca.pem), and a server at localhost (server.pem, server.key).
# They guard nothing: the key is known to everybody who can read this.
set -euo pipefail
cd "$(dirname "$0")"
key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }
key ca.key
openssl req -x509 -new -key ca.key -days 36500 -subj "/CN=Tests of sayso" -out ca.pem
key server.key
openssl req -new -key server.key -subj "/CN=localhost" |
    openssl x509 -req -CA ca.pem -CAkey ca.key -days 36500 -out server.pem \
        -extfile <(printf 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n') 2>/dev/null
rm ca.key

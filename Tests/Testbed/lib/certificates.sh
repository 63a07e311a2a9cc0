# shellcheck shell=bash
# A private authority, and what it signs: a certificate for nginx and one for its clients.
# They live a month; those that will not see tomorrow are made again.

certificates_are_good() {
    local name
    for name in ca server client; do
        openssl x509 -noout -checkend 86400 -in "$state/tls/$name.pem" >/dev/null 2>&1 || return 1
    done
}

# certify NAME SUBJECT OPTION…: a new key and its certificate.
certify() {
    local name=$1 subject=$2
    shift 2
    openssl req -x509 -config <(printf '[req]\ndistinguished_name=dn\n[dn]\n') -days 30 -subj "/CN=$subject" \
        -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -keyout "$state/tls/$name.key" -out "$state/tls/$name.pem" "$@" >"$state/log/openssl.log" 2>&1 ||
        { show_log "$state/log/openssl.log"; die "openssl failed"; }
}

make_certificates() {
    if certificates_are_good; then return; fi
    terminate nginx # it has the old ones in memory
    rm -rf "${state:?}/tls"
    mkdir "$state/tls"
    local by_authority=(-CA "$state/tls/ca.pem" -CAkey "$state/tls/ca.key" -addext 'basicConstraints=critical,CA:FALSE')
    certify ca 'Testbed authority' \
        -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign'
    certify server 'Testbed server' "${by_authority[@]}" \
        -addext 'subjectAltName=IP:127.0.0.1,DNS:localhost' -addext 'extendedKeyUsage=serverAuth'
    certify client 'Testbed client' "${by_authority[@]}" -addext 'extendedKeyUsage=clientAuth'
}

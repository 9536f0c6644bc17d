package dev.etagere.redis;

/**
 * Where a server listens.
 *
 * @param host name or address; one of IPv6 without its brackets
 * @param port of it
 */
record Place(String host, int port) {
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

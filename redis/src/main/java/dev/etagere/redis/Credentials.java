package dev.etagere.redis;

/**
 * Who one is to Redis. Says nothing of it when printed.
 *
 * @param user empty for the default one
 * @param password his
 */
record Credentials(String user, String password) {
    @Override
    public String toString() {
        return "credentials";
    }
}

package dev.etagere.client;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The key of something stored, as a hash: credentials are a part of it, and do not go to disk in the clear. Immutable.
 */
final class Key {
    static final int LENGTH = 32;

    /**
     * A private cache is one user's; a server is a client for many. So these are a part of every key (RFC 9111 section
     * 3 would let a private cache leave them out).
     */
    private static final List<String> CREDENTIALS = List.of("Authorization", "Cookie", "Proxy-Authorization");

    /** What representations are negotiated by, as long as no response has said so itself. */
    private static final List<String> NEGOTIATION =
            List.of("Accept", "Accept-Language", "Accept-Encoding", "Accept-Charset", "Prefer");

    private final byte[] digest;

    private Key(Hasher hasher) {
        digest = hasher.hash().asBytes();
    }

    /** That of the record of which variants there are of a URI. */
    static Key resource(URI uri) {
        return new Key(begin('r', uri));
    }

    /**
     * That of one variant (RFC 9111 section 4.1).
     *
     * @param generation changes when all variants of the URI are forgotten
     * @param vary the names that the responses vary by, as {@link #vary} has them
     */
    static Key variant(URI uri, long generation, String vary, HttpHeaders request) {
        Hasher hasher = begin('v', uri).putLong(generation);
        text(hasher, vary);
        return fields(hasher, CREDENTIALS, request, names(vary));
    }

    /** That of requests which may share one answer: alike as far as can be told before it has come. */
    static Key flight(URI uri, Collection<String> varies, HttpHeaders request) {
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(NEGOTIATION);
        varies.forEach(vary -> names.addAll(names(vary)));
        return fields(begin('f', uri), CREDENTIALS, request, names);
    }

    /** The names in {@code Vary} in lower case, sorted, none twice; {@code *} stands among them if it is there. */
    static String vary(HttpHeaders response) {
        TreeSet<String> names = new TreeSet<>();
        for (String line : response.allValues("Vary")) {
            Members.split(line, ',').forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        }
        return String.join(",", names);
    }

    static boolean isStar(String vary) {
        return names(vary).contains("*");
    }

    private static List<String> names(String vary) {
        return Members.split(vary, ',');
    }

    private static Hasher begin(char kind, URI uri) {
        Hasher hasher = Hashing.sha256().newHasher().putChar(kind);
        text(hasher, normal(uri));
        return hasher;
    }

    /** Scheme and host in lower case, no default port, no empty path, no fragment (RFC 9110 section 4.2.3). */
    static String normal(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return scheme + "://" + authority(uri) + path + (uri.getRawQuery() == null ? "" : '?' + uri.getRawQuery());
    }

    /** Scheme, host and port: an origin (RFC 9110 section 4.3.1). */
    static String origin(URI uri) {
        return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT) + "://" + authority(uri);
    }

    private static String authority(URI uri) {
        int fallback = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        int port = uri.getPort() < 0 ? fallback : uri.getPort();
        return String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ':' + port;
    }

    private static Key fields(Hasher hasher, Collection<String> first, HttpHeaders request, Collection<String> names) {
        first.forEach(name -> field(hasher, name, request));
        names.forEach(name -> field(hasher, name, request));
        return new Key(hasher);
    }

    private static void field(Hasher hasher, String name, HttpHeaders request) {
        text(hasher, name.toLowerCase(Locale.ROOT));
        List<String> lines = request.allValues(name);
        hasher.putBoolean(lines.isEmpty());
        text(
                hasher,
                lines.stream().map(String::strip).reduce((a, b) -> a + ", " + b).orElse(""));
    }

    private static void text(Hasher hasher, String text) {
        hasher.putInt(text.length()).putUnencodedChars(text);
    }

    byte[] digest() {
        return digest;
    }

    /** What the store looks up by. */
    long shortened() {
        return ByteBuffer.wrap(digest).getLong();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key that && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(shortened());
    }
}

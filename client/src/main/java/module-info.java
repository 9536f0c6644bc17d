import org.jspecify.annotations.NullMarked;

/** An HTTP client that keeps responses until the server says that they have changed. */
@NullMarked
module dev.etagere.client {
    requires static transitive org.jspecify;
    requires transitive java.net.http;
    requires dev.etagere.core;
    requires com.google.common;
    // Named after its file, as long as it gives itself no module name.
    requires ehcache;

    exports dev.etagere.client;
}

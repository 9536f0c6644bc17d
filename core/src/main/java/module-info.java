import org.jspecify.annotations.NullMarked;

/** HTTP values, cache policies, the group index and the decision: the whole engine, callable without a server. */
@NullMarked
module dev.etagere.core {
    requires static transitive org.jspecify;
    requires com.google.common;
    // Named after its file, as long as it gives itself no module name.
    requires ehcache;

    exports dev.etagere;
    exports dev.etagere.feed;
    exports dev.etagere.http;
    exports dev.etagere.index;
    exports dev.etagere.index.shared;
    exports dev.etagere.policy;

    uses dev.etagere.index.shared.SharedLogProvider;
}

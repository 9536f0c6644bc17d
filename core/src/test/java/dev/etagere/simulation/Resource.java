package dev.etagere.simulation;

/** What can be asked for. */
enum Resource {
    FIRST("/items/1", 1),
    SECOND("/items/2", 2),
    BOTH("/both", 3),
    EXACT("/exact", 1),
    TRUSTED("/trusted", 1),
    UNTAGGED("/untagged", 1),
    /** The second item too, while the version of the first is even; its groups are named while it is read. */
    LEARNED("/learned", 3);

    static final String POLICIES = """
            /items/{id}
              Cache-Control: public, no-cache
              Cache-Tag: off
              ETag: strong
              Groups: item:{id}
            PUT /items/{id}
              Touches: item:{id}
            /both
              Cache-Control: public, no-cache
              Cache-Tag: off
              Groups: item:1, item:2
            POST /both
              Touches: item:2, item:1
            /exact
              Cache-Control: public, no-cache
              Cache-Tag: off
              Groups: item:1
              Last-Modified: exact
            /trusted
              Cache-Control: public, no-cache
              Cache-Tag: off
              Groups: item:1
              Trust: 2s
            /untagged
              Cache-Control: public, no-cache
              Cache-Tag: off
              Groups: item:1
              ETag: off
            /learned
              Cache-Control: public, no-cache
              Learned-Groups: on
            """;

    final String path;

    /** Which items it shows, as bits. */
    final int items;

    Resource(String path, int items) {
        this.path = path;
        this.items = items;
    }
}

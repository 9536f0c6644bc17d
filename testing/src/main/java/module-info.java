import org.jspecify.annotations.NullMarked;

/** Support for the tests of applications. */
@NullMarked
module dev.etagere.testing {
    requires static transitive org.jspecify;
    requires dev.etagere.core;
    requires transitive org.junit.jupiter.api;

    exports dev.etagere.testing;
}

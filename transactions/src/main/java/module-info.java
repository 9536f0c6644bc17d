import org.jspecify.annotations.NullMarked;

/** Touches inside a Jakarta transaction that take effect after its commit. */
@NullMarked
module dev.etagere.transactions {
    exports dev.etagere.transactions;

    requires static transitive org.jspecify;
    requires static transitive jakarta.transaction;
    requires transitive dev.etagere.core;
}

package dev.etagere;

/** Hears of every answer that differs from an earlier one under the same entity tag: for metrics and tests. */
@FunctionalInterface
public interface AuditListener {

    /** Called on the request's thread; it has to be quick. An exception is logged and ignored. */
    void mismatch(AuditMismatch mismatch);
}

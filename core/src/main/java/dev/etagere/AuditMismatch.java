package dev.etagere;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two answers of one resource differ although nothing was touched between them: a write has forgotten its touch, a
 * handler reads what its policy does not name, or its answers differ by themselves, as with a time of day in them
 * ({@code Audit: off}). A 304 would have been a lie (R26). Immutable.
 *
 * @param policy where the policy was declared: {@code cache-policies:7}
 * @param path of the resource, relative to the context
 * @param query as sent; {@code null} if there is none
 * @param etag the tag that both answers carry
 * @param groups what the policy, and the handler, say that the answer depends on
 * @param status of the later answer
 */
public record AuditMismatch(
        String policy, String path, @Nullable String query, String etag, List<String> groups, int status) {

    /** Copies the list. */
    public AuditMismatch {
        groups = List.copyOf(groups);
    }

    /** The mismatch as a sentence. */
    @Override
    public String toString() {
        return policy + ": the answer to " + path + (query == null ? "" : '?' + query)
                + (status == 200 ? " has changed" : " is now " + status)
                + " although none of its groups " + groups
                + " was touched: a write forgot its touch, or the handler depends on something else";
    }
}
